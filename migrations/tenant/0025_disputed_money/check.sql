select count(*) = 2 and exists (
         select from pg_attribute d
          where d.attrelid = to_regclass('disputes') and d.attname = 'created_at' and d.attnotnull)
  from pg_attribute a
 where a.attname = 'disputed_minor' and a.attnotnull and not a.attisdropped
   and a.attrelid in (to_regclass('payments'), to_regclass('bookings'))
   and has_column_privilege('travelhub_app', a.attrelid, a.attnum, 'update')
