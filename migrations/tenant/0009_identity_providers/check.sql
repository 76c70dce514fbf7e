select (select count(*) = 3 from pg_class
         where oid in (to_regclass('identity_providers'), to_regclass('identity_links'), to_regclass('identity_states'))
           and relrowsecurity and relforcerowsecurity)
   and not has_table_privilege('travelhub_app', 'identity_states', 'update')
