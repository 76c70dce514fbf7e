select exists (select from pg_trigger
                where tgrelid = to_regclass('ledger_accounts') and tgname = 'in_turn' and tgenabled = 'O')
   and not exists (select from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                    where p.oid = to_regproc('open_ledger_account_in_turn') and a.grantee = 0)
