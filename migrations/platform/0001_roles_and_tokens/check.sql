select to_regprocedure('tenancy.current_tenant()') is not null
   and not has_table_privilege('travelhub_app', 'tenancy.token_keys', 'select')
