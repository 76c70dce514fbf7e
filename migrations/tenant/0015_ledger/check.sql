select (select count(*) = 5 from pg_class
         where oid in (to_regclass('ledger_accounts'), to_regclass('ledger_transactions'), to_regclass('ledger_lines'),
                       to_regclass('ledger_reservations'), to_regclass('ledger_totals'))
           and relrowsecurity and relforcerowsecurity)
   and not has_table_privilege('travelhub_app', 'ledger_lines', 'insert, update, delete, truncate')
   and not has_table_privilege('travelhub_trigger', 'ledger_lines', 'update, delete, truncate')
   and exists (select from pg_trigger
                where tgrelid = to_regclass('ledger_transactions') and tgname = 'verify'
                  and tgdeferrable and tginitdeferred and tgenabled = 'O')
