select count(*) = 3 from pg_class
 where oid in (to_regclass('platform.operators'), to_regclass('platform.operator_recovery_codes'),
               to_regclass('platform.operator_sessions'))
