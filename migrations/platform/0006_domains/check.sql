select (select count(*) = 18 from pg_attribute
         where attrelid = 'platform.domain_claims'::regclass and attnum > 0 and not attisdropped)
   and (select count(*) = 2 from pg_attribute
         where attrelid = 'platform.tenant_hosts'::regclass and attname in ('declared_position', 'skeleton'))
   and to_regproc('platform.record_tenant_audit') is not null
