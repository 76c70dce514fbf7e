select count(*) = 2 and exists (
         select from pg_constraint d
          where d.conrelid = to_regclass('disputes') and d.conname = 'disputes_created_at')
  from pg_attribute a
 where a.attname = 'disputed_minor' and a.attnotnull and not a.attisdropped
   and a.attrelid in (to_regclass('payments'), to_regclass('bookings'))
   and has_column_privilege('travelhub_app', a.attrelid, a.attnum, 'update')
