-- A transaction that posts several entries opens accounts in the order of its entries. Two of them that meet the same
-- accounts for the first time, each in another order, would wait for each other for ever: so accounts that several may
-- open are opened by one transaction at a time. An account of one booking stands behind that booking's row, and every
-- account is opened once, so nobody stands in line here for long.

-- Runs in `ledger_post`, as travelhub_trigger.
create function open_ledger_account_in_turn() returns trigger
language plpgsql
as $$
begin
  if new.subject_kind is distinct from 'booking' and not exists (
      select from ledger_accounts a where a.tenant_id = new.tenant_id and a.account_id = new.account_id) then
    perform pg_advisory_xact_lock(hashtextextended('ledger-accounts:' || new.tenant_id, 0));
  end if;
  return new;
end
$$;
revoke all on function open_ledger_account_in_turn() from public;

do $$
begin
  execute format('alter function open_ledger_account_in_turn() set search_path = %I, pg_temp',
                 current_setting('tenancy.target_schema'));
end
$$;

create trigger in_turn before insert on ledger_accounts
  for each row execute function open_ledger_account_in_turn();
