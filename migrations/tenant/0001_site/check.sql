select count(*) = 3 from pg_class
 where oid in (to_regclass('definitions'), to_regclass('branding_releases'), to_regclass('site_pointers'))
   and relrowsecurity and relforcerowsecurity
