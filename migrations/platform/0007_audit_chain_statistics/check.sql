select (select count(*) = 6 from pg_class
         where oid in ('platform.audit_chains'::regclass, 'platform.audit_roots'::regclass,
                       'platform.endpoint_times'::regclass, 'platform.tenant_times'::regclass,
                       'platform.statement_times'::regclass, 'platform.error_groups'::regclass))
   and exists (select from pg_trigger where tgrelid = 'platform.audit_entries'::regclass and tgname = 'append_only')
   and platform.added(array[1, 2], array[3, 4]) = array[4, 6]::bigint[]
