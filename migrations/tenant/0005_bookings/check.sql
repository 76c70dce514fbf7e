select (select count(*) = 5 from pg_class
         where oid in (to_regclass('quotes'), to_regclass('bookings'), to_regclass('booking_rooms'),
                       to_regclass('booking_events'), to_regclass('cancellation_quotes'))
           and relrowsecurity and relforcerowsecurity)
   and has_column_privilege('travelhub_app', 'bookings', 'state', 'update')
   and not has_column_privilege('travelhub_app', 'bookings', 'stay', 'update')
   and not has_table_privilege('travelhub_app', 'booking_events', 'update')
