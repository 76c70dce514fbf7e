select count(*) = 1 from pg_class
 where oid = 'shared.idempotency_keys'::regclass and relrowsecurity and relforcerowsecurity
