select (select count(*) = 2 from pg_attribute
         where attrelid = to_regclass('booking_events') and attname in ('reason_sealed', 'data_key_number'))
   and exists (select from pg_constraint
                where conrelid = to_regclass('booking_events') and conname = 'booking_events_reason' and convalidated)
