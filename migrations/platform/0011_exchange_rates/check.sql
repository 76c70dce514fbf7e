select (select count(*) = 2 from pg_class
         where oid in ('platform.exchange_rate_publications'::regclass, 'platform.exchange_rates'::regclass))
   and has_table_privilege('travelhub_platform', 'platform.exchange_rates', 'select')
   and has_table_privilege('travelhub_platform', 'platform.exchange_rates', 'insert')
   and not has_table_privilege('travelhub_platform', 'platform.exchange_rates', 'update')
   and not has_table_privilege('travelhub_platform', 'platform.exchange_rate_publications', 'delete')
