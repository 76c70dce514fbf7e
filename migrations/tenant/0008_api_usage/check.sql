select (select relrowsecurity and relforcerowsecurity from pg_class where oid = to_regclass('api_usage'))
   and has_table_privilege('travelhub_app', 'api_usage', 'update')
