select (select count(*) = 5 from pg_class
         where oid in (to_regclass('payment_accounts'), to_regclass('payments'), to_regclass('refunds'), to_regclass('disputes'),
                       to_regclass('processor_events'))
           and relrowsecurity and relforcerowsecurity)
   and not has_table_privilege('travelhub_app', 'payments', 'update, delete, truncate')
   and not has_table_privilege('travelhub_app', 'refunds', 'update, delete, truncate')
   and not has_column_privilege('travelhub_app', 'payments', 'amount_minor', 'update')
   and exists (select from pg_index where indexrelid = to_regclass('payments_live') and indisunique)
   and has_column_privilege('travelhub_app', 'bookings', 'refunded_minor', 'update')
