select (select count(*) = 5 from pg_class
         where oid in (to_regclass('billing_series'), to_regclass('billing_invoices'),
                       to_regclass('billing_invoice_lines'), to_regclass('billing_invoice_fees'),
                       to_regclass('billing_reminders'))
           and relrowsecurity and relforcerowsecurity)
   and not has_table_privilege('travelhub_app', 'billing_invoices', 'delete')
   and not has_column_privilege('travelhub_app', 'billing_invoices', 'total_minor', 'update')
   and has_column_privilege('travelhub_app', 'billing_invoices', 'state', 'update')
   and to_regclass('billing_invoices_once') is not null
   and to_regclass('billing_invoice_fees_once') is not null
