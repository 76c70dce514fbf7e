select proparallel = 'u' from pg_proc where oid = 'tenancy.current_tenant()'::regprocedure
