select count(*) = 2
  from pg_index
 where indisvalid
   and (indexrelid = to_regclass('booking_events_outcome') and indrelid = to_regclass('booking_events')
        or indexrelid = to_regclass('refunds_made') and indrelid = to_regclass('refunds'))
