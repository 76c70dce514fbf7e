-- squawk-ignore-file constraint-missing-not-valid, require-concurrent-index-creation
-- The constraint and the index on a table with rows are about a column that is made here: null everywhere.
-- A booking that becomes another one: other nights, other guests, a room less. Promised as it would be, paid for where
-- it costs more, and put in the place of what was agreed before, which stays readable here.

create table amendments (
  tenant_id uuid not null,
  amendment_id uuid not null,
  booking_id uuid not null,
  -- Of the booking that it was reckoned for: good for that state and no other.
  booking_sequence integer not null check (booking_sequence > 0),
  kind text not null check (kind in ('stay', 'rooms')),
  -- quoted: told. pending: its nights are kept until what is due is paid. The others are ends.
  state text not null default 'quoted'
    check (state in ('quoted', 'pending', 'applied', 'declined', 'lapsed', 'withdrawn')),
  -- What was agreed before, and what is agreed with it.
  was jsonb not null,
  stay jsonb not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- To be paid through us before it counts.
  due_minor bigint not null check (due_minor >= 0),
  -- By how much less is paid through us. What of it was given back, and what had been given back before by grace.
  returned_minor bigint not null check (returned_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  goodwill_spent_minor bigint not null default 0 check (goodwill_spent_minor >= 0),
  -- Of the rooms of before, those given back, from 0.
  dropped smallint[] not null default '{}',
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  primary key (tenant_id, amendment_id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, booking_id),
  check (due_minor = 0 or returned_minor = 0),
  check (refunded_minor + goodwill_spent_minor <= returned_minor),
  check ((state in ('quoted', 'pending')) = (settled_at is null))
);
create index amendments_booking on amendments (tenant_id, booking_id, amendment_id);
create unique index amendments_pending on amendments (tenant_id, booking_id) where state = 'pending';
create index amendments_lapse on amendments (tenant_id, expires_at) where state = 'pending';
create index amendments_expiry on amendments (tenant_id, expires_at) where state = 'quoted';
select tenancy.protect('amendments', 'select, insert, delete');
grant update (state, expires_at, refunded_minor, goodwill_spent_minor, settled_at) on amendments to travelhub_app;

-- Agreed anew is agreed otherwise: what stood there before is in the amendment.
grant update (stay, check_in, check_out, ends_at, total_minor) on bookings to travelhub_app;
grant update (occupancy, total_minor) on booking_rooms to travelhub_app;

alter table payments
  add column amendment_id uuid,
  add constraint payments_amendment foreign key (tenant_id, amendment_id)
    references amendments (tenant_id, amendment_id) not valid;
alter table payments validate constraint payments_amendment;
create index payments_amendment on payments (tenant_id, amendment_id) where amendment_id is not null;
grant insert (amendment_id) on payments to travelhub_app;

-- What was agreed is replaced by what an amendment of that very state holds, and by nothing else.
create function hold_to_amendment() returns trigger
language plpgsql
as $$
begin
  if not exists (
    select from amendments a
     where a.tenant_id = new.tenant_id and a.booking_id = new.booking_id and a.booking_sequence = old.sequence
       and a.state in ('quoted', 'pending') and a.stay = new.stay)
  then
    raise exception 'a booking is changed by an amendment'
      using errcode = 'check_violation', constraint = 'bookings_amended', table = 'bookings';
  end if;
  return new;
end
$$;
revoke all on function hold_to_amendment() from public;
do $$
begin
  execute format('alter function hold_to_amendment() set search_path = %I, pg_temp',
                 current_setting('tenancy.target_schema'));
end
$$;
create trigger amended before update of stay, check_in, check_out, ends_at, total_minor on bookings
  for each row when (current_user = 'travelhub_app') execute function hold_to_amendment();
