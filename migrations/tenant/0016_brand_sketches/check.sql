select (select relrowsecurity and relforcerowsecurity from pg_class where oid = to_regclass('brand_sketches'))
   and has_table_privilege('travelhub_app', 'brand_sketches', 'select, insert, update, delete')
   and to_regclass('brand_sketches_age') is not null
