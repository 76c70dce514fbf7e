select (select relrowsecurity and relforcerowsecurity from pg_class where oid = 'shared.billing_register'::regclass)
   and has_table_privilege('travelhub_worker', 'shared.billing_register', 'select')
   and not has_table_privilege('travelhub_app', 'shared.billing_register', 'delete')
