-- A partner's books. What is written here stays: nothing is changed or taken away, an error is answered by an
-- opposite entry. The application reads, and writes through `ledger_post` alone.

-- The chart: each code has one side on which it grows, and says whom its accounts are kept for. Decisions (what a
-- booking may still be given back) look at accounts of one subject, which hold a few lines and are summed from them.
create table ledger_accounts (
  tenant_id uuid not null,
  -- Made of what follows (`ledger_account_id`), so that a line finds its account without looking for it.
  account_id uuid not null,
  code text not null,
  normal_side text not null generated always as (case
    when code in ('traveller_receivable', 'disputed_funds', 'processor_balance', 'processor_fee', 'dispute_loss',
                  'tenant_bank', 'currency_exchange') then 'debit'
    when code in ('refunds_payable', 'supplier_payable', 'partner_payable', 'tenant_revenue', 'platform_fee',
                  'tax') then 'credit' end) stored,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  subject_kind text,
  subject_id uuid,
  opened_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, account_id),
  constraint ledger_accounts_name unique nulls not distinct (tenant_id, code, currency, subject_kind, subject_id),
  constraint ledger_accounts_subject check ((subject_kind is null) = (subject_id is null)),
  constraint ledger_accounts_kept_for check (coalesce(subject_kind, '') = case code
    when 'traveller_receivable' then 'booking' when 'refunds_payable' then 'booking'
    when 'disputed_funds' then 'booking' when 'supplier_payable' then 'hotel'
    when 'partner_payable' then 'partner' else '' end)
);
select tenancy.protect('ledger_accounts', 'select');

-- What happened, once for each kind and key. A pending one reserves and is ended by exactly one other: by a posting
-- of at most what it reserved, by a void, or by its time.
create table ledger_transactions (
  tenant_id uuid not null,
  transaction_id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z_]{1,30}([.][a-z][a-z_]{1,30})?$'),
  key text not null check (length(key) between 1 and 255),
  content_digest bytea not null check (octet_length(content_digest) = 32),
  step text not null check (step in ('single', 'pending', 'post', 'void', 'expire', 'reversal')),
  -- The pending one that this one ends.
  settles_id uuid,
  -- The posted one that this one takes back.
  reverses_id uuid,
  line_count smallint not null check (line_count between 2 and 400),
  expires_at timestamptz,
  -- What it is about. No foreign keys: the books outlive what they tell of.
  booking_id uuid,
  payment_id uuid,
  refund_id uuid,
  dispute_id uuid,
  payout_id uuid,
  -- The payment processor's own name of its side, by which both are compared.
  processor_reference text check (length(processor_reference) between 1 and 255),
  effective_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, transaction_id),
  constraint ledger_transactions_once unique (tenant_id, kind, key),
  foreign key (tenant_id, settles_id) references ledger_transactions (tenant_id, transaction_id),
  foreign key (tenant_id, reverses_id) references ledger_transactions (tenant_id, transaction_id),
  constraint ledger_transactions_settles check ((step in ('post', 'void', 'expire')) = (settles_id is not null)),
  constraint ledger_transactions_reverses check ((step = 'reversal') = (reverses_id is not null)),
  constraint ledger_transactions_expires check (expires_at is null or step = 'pending'),
  constraint ledger_transactions_effective check (
    effective_at >= timestamptz '2000-01-01 00:00Z' and effective_at <= recorded_at + interval '1 day')
);
create unique index ledger_transactions_settled_once on ledger_transactions (tenant_id, settles_id)
  where settles_id is not null;
create unique index ledger_transactions_reversed_once on ledger_transactions (tenant_id, reverses_id)
  where reverses_id is not null;
create index ledger_transactions_time on ledger_transactions (tenant_id, effective_at, transaction_id);
create index ledger_transactions_booking on ledger_transactions (tenant_id, booking_id, effective_at, transaction_id)
  where booking_id is not null;
select tenancy.protect('ledger_transactions', 'select');

-- Debits are positive, credits negative. What is reserved lies in a layer of its own, which sums to zero as well: the
-- end of a reservation takes its lines back there, whatever it posts.
create table ledger_lines (
  tenant_id uuid not null,
  transaction_id uuid not null,
  position smallint not null check (position > 0),
  -- No foreign key: its check would lock the account's row, one for all bookings, with every line. Accounts never go,
  -- so `verify_ledger_transaction` looks without a lock.
  account_id uuid not null,
  currency text not null,
  layer text not null check (layer in ('posted', 'pending')),
  amount_minor bigint not null check (amount_minor <> 0 and amount_minor between -9000000000000 and 9000000000000),
  -- The transaction's, for the order of statements.
  effective_at timestamptz not null,
  primary key (tenant_id, transaction_id, position),
  foreign key (tenant_id, transaction_id) references ledger_transactions (tenant_id, transaction_id)
);
-- A statement's order; with what balances are summed from, so that they are read out of the index alone.
create index ledger_lines_statement on ledger_lines (tenant_id, account_id, effective_at, transaction_id, position)
  include (layer, amount_minor);
select tenancy.protect('ledger_lines', 'select');

-- Reservations that nothing has ended yet: no part of the books, but what finds those whose time is over without
-- looking at all that ever were.
create table ledger_reservations (
  tenant_id uuid not null,
  transaction_id uuid not null,
  expires_at timestamptz,
  primary key (tenant_id, transaction_id),
  foreign key (tenant_id, transaction_id) references ledger_transactions (tenant_id, transaction_id)
);
create index ledger_reservations_lapse on ledger_reservations (tenant_id, expires_at);
select tenancy.protect('ledger_reservations', 'select');

-- What stands under each code, counted up by a trigger so that reports need not sum all lines there are. In slots: one
-- transaction has a slot for itself until it ends, so that none waits here for another, nor for ever. The sums of a
-- code's slots are its balance.
create table ledger_totals (
  tenant_id uuid not null,
  code text not null,
  currency text not null,
  slot bigint not null,
  posted_debits bigint not null default 0,
  posted_credits bigint not null default 0,
  pending_debits bigint not null default 0,
  pending_credits bigint not null default 0,
  primary key (tenant_id, code, currency, slot)
) with (fillfactor = 50);
select tenancy.protect('ledger_totals', 'select');

-- Nobody rewrites the books, not even the functions that write them.
revoke update, delete on ledger_accounts, ledger_transactions, ledger_lines from travelhub_trigger;

create function refuse_ledger_change() returns trigger
language plpgsql
as $$
begin
  raise exception 'the ledger is append-only: % on % refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete or truncate on ledger_accounts
  for each statement execute function refuse_ledger_change();
create trigger append_only before update or delete or truncate on ledger_transactions
  for each statement execute function refuse_ledger_change();
create trigger append_only before update or delete or truncate on ledger_lines
  for each statement execute function refuse_ledger_change();

-- The name of an account as a UUID of version 8 (RFC 9562 §5.8). Plain enough to be written into the statements that
-- call it, and no secret.
create function ledger_account_id(code text, currency text, subject_kind text, subject_id uuid) returns uuid
language sql immutable parallel safe
as $$
  select overlay(overlay(md5(code || ':' || currency || coalesce(':' || subject_kind || ':' || subject_id::text, ''))
                         placing '8' from 13) placing '8' from 17)::uuid
$$;

-- Whether a transaction is whole: judged when it commits, by the owner, whose policy sees all rows. So it does not
-- matter what has become of the tenant's context by then, or who wrote the lines.
create function verify_ledger_transaction() returns trigger
language plpgsql security definer
as $$
declare
  fault text;
begin
  select case
      when count(*) <> new.line_count then 'complete'
      when bool_or(a.account_id is null) then 'account'
      when bool_or(l.effective_at <> new.effective_at) then 'effective'
      when new.step in ('single', 'reversal') and bool_or(l.layer <> 'posted') then 'layer'
      when new.step in ('pending', 'void', 'expire') and bool_or(l.layer <> 'pending') then 'layer' end
    into fault
    from ledger_lines l
    -- By its key, however few accounts there were when the plan was made.
    left join lateral (select c.account_id from ledger_accounts c
                        where c.tenant_id = l.tenant_id and c.account_id = l.account_id and c.currency = l.currency
                        limit 1) a on true
   where l.tenant_id = new.tenant_id and l.transaction_id = new.transaction_id;

  if fault is null and exists (
      select from ledger_lines l where l.tenant_id = new.tenant_id and l.transaction_id = new.transaction_id
       group by l.layer, l.currency having sum(l.amount_minor) <> 0) then
    fault := 'balanced';
  end if;

  if fault is null and new.settles_id is not null then
    select case
        when not exists (select from ledger_transactions t
                          where t.tenant_id = new.tenant_id and t.transaction_id = new.settles_id
                            and t.step = 'pending') then 'settles'
        -- All that was reserved is let go, and nothing else.
        when exists (select from ledger_lines l
                      where l.tenant_id = new.tenant_id and l.transaction_id in (new.transaction_id, new.settles_id)
                        and l.layer = 'pending'
                      group by l.account_id having sum(l.amount_minor) <> 0) then 'released'
        -- Posted is at most what was reserved, account by account, on the same side.
        when exists (select from (
                       select coalesce(sum(l.amount_minor) filter (where l.layer = 'posted'), 0) as posted,
                              coalesce(-sum(l.amount_minor) filter (where l.layer = 'pending'), 0) as reserved
                         from ledger_lines l
                        where l.tenant_id = new.tenant_id and l.transaction_id = new.transaction_id
                        group by l.account_id) s
                      where s.posted not between least(s.reserved, 0) and greatest(s.reserved, 0))
          then 'within_reserved' end
      into fault;
  end if;

  if fault is null and new.reverses_id is not null then
    select case
        when not exists (select from ledger_transactions t
                          where t.tenant_id = new.tenant_id and t.transaction_id = new.reverses_id
                            and t.step in ('single', 'post')) then 'reverses'
        when exists (select from ledger_lines l
                      where l.tenant_id = new.tenant_id and l.transaction_id in (new.transaction_id, new.reverses_id)
                        and l.layer = 'posted'
                      group by l.account_id having sum(l.amount_minor) <> 0) then 'opposite' end
      into fault;
  end if;

  if fault is not null then
    raise exception 'ledger transaction % is refused', new.transaction_id
      using errcode = 'check_violation', constraint = 'ledger_lines_' || fault, table = 'ledger_lines',
            schema = tg_table_schema;
  end if;
  return null;
end
$$;
create constraint trigger verify after insert on ledger_transactions
  deferrable initially deferred for each row execute function verify_ledger_transaction();

-- A transaction that was found whole gets no further lines, not even balanced ones.
create function seal_ledger_transactions() returns trigger
language plpgsql security definer
as $$
begin
  if exists (select from (select distinct a.tenant_id, a.transaction_id from added a) a
              where (select t.line_count from ledger_transactions t
                      where t.tenant_id = a.tenant_id and t.transaction_id = a.transaction_id)
                  < (select count(*) from ledger_lines l
                      where l.tenant_id = a.tenant_id and l.transaction_id = a.transaction_id)) then
    raise exception 'a ledger transaction gets no further lines'
      using errcode = 'check_violation', constraint = 'ledger_lines_complete', table = 'ledger_lines',
            schema = tg_table_schema;
  end if;
  return null;
end
$$;
create trigger seal after insert on ledger_lines
  referencing new table as added
  for each statement execute function seal_ledger_transactions();

-- Counts lines under their codes. Runs as travelhub_trigger, which may write the totals but is held to the tenant
-- policy like the application.
create function count_ledger_lines() returns trigger
language plpgsql security definer
as $$
declare
  slots constant integer := 32;
  mine bigint;
begin
  select (s.number + pg_backend_pid()) % slots into mine from generate_series(1, slots) as s (number)
   where pg_try_advisory_xact_lock(
           hashtextextended('ledger:' || (select n.tenant_id from added n limit 1), (s.number + pg_backend_pid()) % slots))
   limit 1;
  -- All are taken: a row of this transaction's own, which is counted like the others.
  mine := coalesce(mine, -pg_current_xact_id()::text::bigint);
  insert into ledger_totals as t
    (tenant_id, code, currency, slot, posted_debits, posted_credits, pending_debits, pending_credits)
  select n.tenant_id, a.code, a.currency, mine,
         coalesce(sum(n.amount_minor) filter (where n.layer = 'posted' and n.amount_minor > 0), 0),
         coalesce(-sum(n.amount_minor) filter (where n.layer = 'posted' and n.amount_minor < 0), 0),
         coalesce(sum(n.amount_minor) filter (where n.layer = 'pending' and n.amount_minor > 0), 0),
         coalesce(-sum(n.amount_minor) filter (where n.layer = 'pending' and n.amount_minor < 0), 0)
    from added n
   cross join lateral (select c.code, c.currency from ledger_accounts c
                        where c.tenant_id = n.tenant_id and c.account_id = n.account_id limit 1) a
   group by n.tenant_id, a.code, a.currency
  on conflict on constraint ledger_totals_pkey do update
    set posted_debits = t.posted_debits + excluded.posted_debits,
        posted_credits = t.posted_credits + excluded.posted_credits,
        pending_debits = t.pending_debits + excluded.pending_debits,
        pending_credits = t.pending_credits + excluded.pending_credits;
  return null;
end
$$;
create trigger count after insert on ledger_lines
  referencing new table as added
  for each statement execute function count_ledger_lines();

-- The one way into the books: one call writes one transaction whole, or finds that it was written before. Runs as
-- travelhub_trigger, which may insert but is held to the tenant policy like the application.
--
-- `aim_kind` and `aim_key` name the transaction that this one ends or takes back, whose lines it finds itself.
-- Accounts that are met for the first time are opened.
create function ledger_post(
  posting_id uuid, posting_kind text, posting_key text, posting_step text, aim_kind text, aim_key text,
  happened_at timestamptz, lapse_seconds integer,
  booking uuid, payment uuid, refund uuid, dispute uuid, payout uuid, processor_name text,
  codes text[], currencies text[], subject_kinds text[], subject_ids uuid[], amounts bigint[])
returns table (posted_id uuid, posted_at timestamptz, is_replay boolean)
language plpgsql security definer
as $$
declare
  tenant constant uuid := tenancy.current_tenant();
  instant constant timestamptz := clock_timestamp();
  effective timestamptz := coalesce(happened_at, instant);
  given constant integer := coalesce(cardinality(amounts), 0);
  digest constant bytea := sha256(convert_to(jsonb_build_array(
    posting_step, aim_kind, aim_key, extract(epoch from happened_at), lapse_seconds, booking, payment, refund, dispute,
    payout, processor_name, codes, currencies, subject_kinds, subject_ids, amounts)::text, 'UTF8'));
  aim ledger_transactions;
  known record;
  lapses_at timestamptz;
  taken integer := 0;
begin
  if tenant is null then
    raise exception 'no tenant: ledger_post refused' using errcode = 'insufficient_privilege';
  end if;
  if posting_step is null or (posting_step in ('void', 'expire', 'reversal')) <> (given = 0)
     or (posting_step in ('single', 'pending')) <> (aim_kind is null and aim_key is null)
     or (lapse_seconds is not null and (posting_step <> 'pending' or lapse_seconds <= 0))
     or given <> coalesce(cardinality(codes), 0) or given <> coalesce(cardinality(currencies), 0)
     or given <> coalesce(cardinality(subject_kinds), 0) or given <> coalesce(cardinality(subject_ids), 0) then
    raise exception 'a % is not made of this', posting_step
      using errcode = 'check_violation', constraint = 'ledger_post_form';
  end if;

  if aim_key is not null then
    select t.transaction_id, t.step, t.booking_id, t.payment_id, t.refund_id, t.dispute_id, t.payout_id,
           t.processor_reference
      into aim.transaction_id, aim.step, aim.booking_id, aim.payment_id, aim.refund_id, aim.dispute_id, aim.payout_id,
           aim.processor_reference
      from ledger_transactions t
     where t.tenant_id = tenant and t.kind = aim_kind and t.key = aim_key;
    if aim.transaction_id is null or (aim.step = 'pending') <> (posting_step <> 'reversal')
       or aim.step in ('void', 'expire', 'reversal') then
      raise exception 'nothing that a % could be of', posting_step
        using errcode = 'foreign_key_violation', constraint = 'ledger_post_aim';
    end if;
    -- It was over when its time was, whenever that is written down.
    if posting_step = 'expire' then
      effective := coalesce((select r.expires_at from ledger_reservations r
                              where r.tenant_id = tenant and r.transaction_id = aim.transaction_id
                                and r.expires_at <= instant), effective);
    end if;
    select count(*) into taken from ledger_lines l
     where l.tenant_id = tenant and l.transaction_id = aim.transaction_id
       and l.layer = case when posting_step = 'reversal' then 'posted' else 'pending' end;
  end if;

  insert into ledger_transactions
    (tenant_id, transaction_id, kind, key, content_digest, step, settles_id, reverses_id, line_count, expires_at,
     booking_id, payment_id, refund_id, dispute_id, payout_id, processor_reference, effective_at, recorded_at)
  values
    (tenant, posting_id, posting_kind, posting_key, digest, posting_step,
     case when posting_step <> 'reversal' then aim.transaction_id end,
     case when posting_step = 'reversal' then aim.transaction_id end, given + taken,
     instant + make_interval(secs => lapse_seconds),
     coalesce(booking, aim.booking_id), coalesce(payment, aim.payment_id), coalesce(refund, aim.refund_id),
     coalesce(dispute, aim.dispute_id), coalesce(payout, aim.payout_id),
     coalesce(processor_name, aim.processor_reference), effective, instant)
  on conflict on constraint ledger_transactions_once do nothing;
  if not found then
    select t.transaction_id, t.recorded_at, t.content_digest into strict known from ledger_transactions t
     where t.tenant_id = tenant and t.kind = posting_kind and t.key = posting_key;
    if known.content_digest <> digest then
      raise exception '% % was posted with another content', posting_kind, posting_key
        using errcode = 'unique_violation', constraint = 'ledger_transactions_same_content';
    end if;
    return query select known.transaction_id, known.recorded_at, true;
    return;
  end if;

  if posting_step in ('post', 'void', 'expire') then
    delete from ledger_reservations r
     where r.tenant_id = tenant and r.transaction_id = aim.transaction_id returning r.expires_at into lapses_at;
    if (coalesce(lapses_at, 'infinity') > instant) <> (posting_step <> 'expire') then
      raise exception 'the reservation % is %', aim.transaction_id,
                      case when posting_step = 'expire' then 'still good' else 'over' end
        using errcode = 'check_violation',
              constraint = case posting_step when 'expire' then 'ledger_post_not_lapsed' else 'ledger_post_lapsed' end;
    end if;
  elsif posting_step = 'pending' then
    insert into ledger_reservations (tenant_id, transaction_id, expires_at)
    values (tenant, posting_id, instant + make_interval(secs => lapse_seconds));
  end if;

  -- In one order by everyone, so that no two who open the same accounts wait for each other.
  insert into ledger_accounts (tenant_id, account_id, code, currency, subject_kind, subject_id)
  select distinct tenant, ledger_account_id(n.code, n.currency, n.subject_kind, n.subject_id) as id, n.code,
         n.currency, n.subject_kind, n.subject_id
    from unnest(codes, currencies, subject_kinds, subject_ids) as n (code, currency, subject_kind, subject_id)
   order by id
  on conflict do nothing;

  insert into ledger_lines
    (tenant_id, transaction_id, position, account_id, currency, layer, amount_minor, effective_at)
  select tenant, posting_id, n.position, ledger_account_id(n.code, n.currency, n.subject_kind, n.subject_id),
         n.currency, case posting_step when 'pending' then 'pending' else 'posted' end, n.amount, effective
    from unnest(codes, currencies, subject_kinds, subject_ids, amounts) with ordinality
           as n (code, currency, subject_kind, subject_id, amount, position)
  union all
  select tenant, posting_id, given + row_number() over (order by l.position), l.account_id, l.currency, l.layer,
         -l.amount_minor, effective
    from ledger_lines l
   where l.tenant_id = tenant and l.transaction_id = aim.transaction_id
     and l.layer = case when posting_step = 'reversal' then 'posted' else 'pending' end;

  -- Said here already, where the caller can still do something else; the books would refuse it in the end.
  if posting_step = 'post' and exists (
      select from (select coalesce(sum(l.amount_minor) filter (where l.layer = 'posted'), 0) as posted,
                          coalesce(-sum(l.amount_minor) filter (where l.layer = 'pending'), 0) as reserved
                     from ledger_lines l where l.tenant_id = tenant and l.transaction_id = posting_id
                    group by l.account_id) s
       where s.posted not between least(s.reserved, 0) and greatest(s.reserved, 0)) then
    raise exception 'more than was reserved'
      using errcode = 'check_violation', constraint = 'ledger_lines_within_reserved', table = 'ledger_lines';
  end if;
  return query select posting_id, instant, false;
end
$$;

-- The functions see this schema's tables and no others, whoever calls and whatever path they set.
do $$
declare
  target constant text := current_setting('tenancy.target_schema');
  signature text;
begin
  for signature in
    select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = target
       and p.proname in ('ledger_account_id', 'refuse_ledger_change', 'verify_ledger_transaction',
                         'seal_ledger_transactions', 'count_ledger_lines', 'ledger_post')
  loop
    -- A function with a setting of its own is not written into statements; this one names nothing.
    if signature !~ 'ledger_account_id' then
      execute format('alter function %s set search_path = %I, pg_temp', signature, target);
    end if;
    execute format('revoke all on function %s from public', signature);
    if signature ~ 'ledger_(post|account_id)[(]' then
      execute format('grant execute on function %s to travelhub_app, travelhub_trigger', signature);
    end if;
    if signature ~ '(ledger_post|count_ledger_lines)[(]' then
      perform tenancy.guard(regexp_replace(signature, '^.*?((ledger_post|count_ledger_lines)[(].*)$', '\1'));
    end if;
  end loop;
end
$$;
