select exists (select from pg_index
                where indexrelid = to_regclass('bookings_arrival') and indrelid = to_regclass('bookings') and indisvalid)
