-- squawk-ignore-file constraint-missing-not-valid
-- The one constraint on a table with rows is about a column that is made here: zero everywhere.
-- Money that travellers pay through us: asked of the payment processor, taken, given back.

-- Where a partner's money goes. Without it nothing is sold that is paid in advance.
create table payment_accounts (
  tenant_id uuid not null,
  processor text not null check (processor in ('stripe', 'sandbox')),
  -- For the browser; no secret.
  publishable_key text not null check (length(publishable_key) between 8 and 255),
  secret_key_sealed bytea not null,
  -- What the processor signs its events with.
  signing_secret_sealed bytea not null,
  data_key_number integer not null,
  -- `acct_…`, as the processor told it when it was asked with the key.
  account_name text not null check (length(account_name) between 1 and 255),
  is_live boolean not null,
  connected_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id),
  check (processor = 'stripe' or not is_live)
);
select tenancy.protect('payment_accounts');

-- A payment is written before the processor is asked, so that whatever it answers, or does not, has a place. Its
-- identifier is the key under which the processor takes it once.
create table payments (
  tenant_id uuid not null,
  payment_id uuid not null,
  booking_id uuid not null,
  -- asked: written, perhaps not known to the processor. open: the traveller is at it. capturing, voiding: decided and
  -- being done. The others are ends.
  state text not null check (state in ('asked', 'open', 'capturing', 'captured', 'voiding', 'voided', 'failed')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  captured_minor bigint not null default 0 check (captured_minor between 0 and amount_minor),
  -- Promised back, whether or not it has left.
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  fee_minor bigint check (fee_minor >= 0),
  fee_currency text check (fee_currency ~ '^[A-Z]{3}$'),
  -- The processor's own names of its side.
  intent text check (length(intent) between 1 and 255),
  charge text check (length(charge) between 1 and 255),
  -- `visa`, and the last digits: what a receipt tells of the card.
  method_kind text check (method_kind ~ '^[a-z][a-z_]{1,30}$'),
  method_digits text check (method_digits ~ '^[0-9]{4}$'),
  -- Why the last try was refused.
  decline text check (decline ~ '^[a-z][a-z_]{1,60}$'),
  is_authorized boolean not null default false,
  -- Looks without an end, and when it is looked at next; null where there is nothing to wait for.
  looks smallint not null default 0 check (looks >= 0),
  look_at timestamptz,
  -- Since when a person is needed, and for what.
  person_since timestamptz,
  person_for text check (person_for ~ '^[a-z][a-z_]{1,40}$'),
  created_at timestamptz not null default clock_timestamp(),
  captured_at timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, payment_id),
  constraint payments_intent unique (tenant_id, intent),
  -- More is never given back than was taken.
  constraint payments_refunded check (refunded_minor <= captured_minor),
  check ((state = 'captured') = (captured_at is not null)),
  check ((person_since is null) = (person_for is null)),
  check ((fee_minor is null) = (fee_currency is null)),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, booking_id)
);
-- One at a time for a booking.
create unique index payments_live on payments (tenant_id, booking_id)
  where state in ('asked', 'open', 'capturing', 'voiding');
create index payments_booking on payments (tenant_id, booking_id, payment_id);
create index payments_look on payments (tenant_id, look_at) where look_at is not null;
create index payments_person on payments (tenant_id, person_since) where person_since is not null;
select tenancy.protect('payments', 'select, insert');
grant update (state, captured_minor, refunded_minor, fee_minor, fee_currency, intent, charge, method_kind, method_digits,
              decline, is_authorized, looks, look_at, person_since, person_for, captured_at, changed_at)
  on payments to travelhub_app;

create table refunds (
  tenant_id uuid not null,
  refund_id uuid not null,
  payment_id uuid not null,
  booking_id uuid not null,
  state text not null check (state in ('asked', 'pending', 'succeeded', 'failed')),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- cancellation: by policy. goodwill: at the partner's cost. owed: one by policy that failed, once more. change: a
  -- booking became cheaper.
  cause text not null check (cause in ('cancellation', 'goodwill', 'owed', 'change')),
  actor text not null,
  reason_sealed bytea,
  data_key_number integer,
  processor_name text check (length(processor_name) between 1 and 255),
  failure text check (failure ~ '^[a-z][a-z_]{1,60}$'),
  looks smallint not null default 0 check (looks >= 0),
  look_at timestamptz,
  person_since timestamptz,
  person_for text check (person_for ~ '^[a-z][a-z_]{1,40}$'),
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, refund_id),
  constraint refunds_processor_name unique (tenant_id, processor_name),
  check ((state in ('succeeded', 'failed')) = (settled_at is not null)),
  check ((reason_sealed is null) = (data_key_number is null)),
  check ((person_since is null) = (person_for is null)),
  foreign key (tenant_id, payment_id) references payments (tenant_id, payment_id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, booking_id)
);
create index refunds_payment on refunds (tenant_id, payment_id, refund_id);
create index refunds_booking on refunds (tenant_id, booking_id, refund_id);
create index refunds_look on refunds (tenant_id, look_at) where look_at is not null;
create index refunds_person on refunds (tenant_id, person_since) where person_since is not null;
select tenancy.protect('refunds', 'select, insert');
grant update (state, processor_name, failure, looks, look_at, person_since, person_for, settled_at, changed_at)
  on refunds to travelhub_app;

-- A card's holder wants money back through their bank. The bank has it until it is decided.
create table disputes (
  tenant_id uuid not null,
  dispute_id uuid not null,
  payment_id uuid not null,
  booking_id uuid not null,
  processor_name text not null check (length(processor_name) between 1 and 255),
  -- inquiry: the bank only asks, and no money has moved.
  state text not null check (state in ('inquiry', 'open', 'won', 'lost', 'closed')),
  reason text check (reason ~ '^[a-z][a-z_]{1,60}$'),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Until when it can be answered.
  answer_by timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, dispute_id),
  constraint disputes_processor_name unique (tenant_id, processor_name),
  check ((state in ('won', 'lost', 'closed')) = (closed_at is not null)),
  foreign key (tenant_id, payment_id) references payments (tenant_id, payment_id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, booking_id)
);
create index disputes_payment on disputes (tenant_id, payment_id, dispute_id);
create index disputes_booking on disputes (tenant_id, booking_id, dispute_id);
create index disputes_open on disputes (tenant_id, answer_by) where state in ('inquiry', 'open');
select tenancy.protect('disputes', 'select, insert');
grant update (state, reason, answer_by, closed_at, changed_at) on disputes to travelhub_app;

-- What the processor tells of its own accord, by its name of the event, which comes again and in any order. Kept is
-- which thing it is about, never what it says of it: that is asked anew.
create table processor_events (
  tenant_id uuid not null,
  event_name text not null check (length(event_name) between 1 and 255),
  kind text not null check (kind ~ '^[a-z][a-z0-9_.]{1,100}$'),
  object_name text not null check (length(object_name) between 1 and 255),
  -- new: not looked at. parked: its object is not known here yet. ignored: about nothing of ours.
  state text not null default 'new' check (state in ('new', 'parked', 'applied', 'ignored')),
  happened_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  primary key (tenant_id, event_name),
  check ((state in ('applied', 'ignored')) = (settled_at is not null))
);
create index processor_events_open on processor_events (tenant_id, received_at) where state in ('new', 'parked');
create index processor_events_age on processor_events (tenant_id, received_at);
create index processor_events_object on processor_events (tenant_id, object_name);
select tenancy.protect('processor_events', 'select, insert, delete');
grant update (state, settled_at) on processor_events to travelhub_app;

-- Of what was paid, what was promised back.
alter table bookings
  add column refunded_minor bigint not null default 0,
  add constraint bookings_refunded check (refunded_minor between 0 and paid_minor) not valid;
alter table bookings validate constraint bookings_refunded;
grant update (refunded_minor) on bookings to travelhub_app;
