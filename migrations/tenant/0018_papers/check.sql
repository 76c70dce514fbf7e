select (select count(*) = 3 from pg_class
         where oid in (to_regclass('paper_series'), to_regclass('papers'), to_regclass('paper_buyers'))
           and relrowsecurity and relforcerowsecurity)
   and has_table_privilege('travelhub_app', 'papers', 'insert')
   and not has_table_privilege('travelhub_app', 'papers', 'update')
   and not has_table_privilege('travelhub_app', 'papers', 'delete')
   and to_regclass('paper_buyers_age') is not null
