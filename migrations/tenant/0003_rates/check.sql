select count(*) = 6 from pg_class
 where oid in (to_regclass('cancellation_policies'), to_regclass('cancellation_windows'), to_regclass('rate_plans'),
               to_regclass('child_bands'), to_regclass('nightly_rates'), to_regclass('hotel_charges'))
   and relrowsecurity and relforcerowsecurity
