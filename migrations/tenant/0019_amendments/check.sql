select (select relrowsecurity and relforcerowsecurity from pg_class where oid = to_regclass('amendments'))
   and has_column_privilege('travelhub_app', 'bookings', 'stay', 'update')
   and not has_column_privilege('travelhub_app', 'bookings', 'conditions', 'update')
   and not has_column_privilege('travelhub_app', 'amendments', 'stay', 'update')
   and to_regclass('amendments_pending') is not null
   and to_regclass('payments_amendment') is not null
