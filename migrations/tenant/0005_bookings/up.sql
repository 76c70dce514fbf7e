-- What travellers booked, under which terms, and how each booking came to be where it is.

-- A price that was shown and holds until it expires: the whole stay as it was priced.
create table quotes (
  tenant_id uuid not null,
  quote_id uuid not null,
  outcome text not null check (outcome in ('available', 'price_changed', 'sold_out')),
  stay jsonb,
  offered_minor bigint not null check (offered_minor >= 0),
  total_minor bigint check (total_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  accepted_minor bigint,
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, quote_id),
  check (accepted_minor is null or accepted_minor = total_minor),
  check ((outcome = 'sold_out') = (stay is null) and (stay is null) = (total_minor is null))
);
create index quotes_expiry on quotes (tenant_id, expires_at);
select tenancy.protect('quotes');

-- Personal fields are sealed under the tenant's data key; the e-mail's blind index finds without opening.
-- Price, terms and conditions are those of the moment of booking and are never written again.
create table bookings (
  tenant_id uuid not null,
  booking_id uuid not null,
  reference text not null check (reference ~ '^[2-9BCDFGHJKLMNPQRSTVWXZ]{8}$'),
  state text not null check (state in (
    'held', 'pending_payment', 'authorized', 'supplier_pending', 'supplier_unknown', 'confirmed', 'completed',
    'expired', 'declined', 'sold_out', 'cancelled', 'failed')),
  sequence integer not null default 1 check (sequence > 0),
  settlement text not null check (settlement in ('at_property', 'online')),
  hotel_id uuid not null,
  check_in date not null,
  check_out date not null,
  ends_at timestamptz not null,
  travellers_sealed bytea not null,
  email_sealed bytea not null,
  email_index bytea not null check (octet_length(email_index) = 32),
  phone_sealed bytea,
  notes_sealed bytea,
  data_key_number integer not null,
  stay jsonb not null,
  conditions jsonb not null,
  total_minor bigint not null check (total_minor >= 0),
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  penalty_minor bigint not null default 0 check (penalty_minor between 0 and total_minor),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  definition_version integer not null,
  locale text not null,
  quote_id uuid,
  access_token_hash bytea not null check (octet_length(access_token_hash) = 32),
  space_expires_at timestamptz not null,
  price_expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, booking_id),
  constraint bookings_reference unique (tenant_id, reference),
  foreign key (tenant_id, hotel_id) references hotels (tenant_id, hotel_id),
  foreign key (tenant_id, definition_version) references definitions (tenant_id, version),
  check (check_in < check_out)
);
create index bookings_email on bookings (tenant_id, email_index, booking_id);
create index bookings_access on bookings (tenant_id, access_token_hash);
create index bookings_lapse on bookings (tenant_id, space_expires_at) where state in ('held', 'pending_payment');
create index bookings_end on bookings (tenant_id, ends_at) where state = 'confirmed';
create index bookings_hotel on bookings (tenant_id, hotel_id, check_in);
select tenancy.protect('bookings', 'select, insert');
-- What was agreed stays as it was agreed: only the course of the booking may change.
grant update (state, sequence, paid_minor, penalty_minor, changed_at) on bookings to travelhub_app;

-- The rooms of a booking with their part of the price, so that one can be given back alone.
create table booking_rooms (
  tenant_id uuid not null,
  booking_id uuid not null,
  position smallint not null check (position >= 0),
  room_type_id uuid not null,
  rate_plan_id uuid not null,
  occupancy text not null check (occupancy ~ '^[1-9](,[0-9]{1,2}){0,6}$'),
  total_minor bigint not null check (total_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  cancelled_at timestamptz,
  primary key (tenant_id, booking_id, position),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, booking_id),
  foreign key (tenant_id, room_type_id) references room_types (tenant_id, room_type_id),
  foreign key (tenant_id, rate_plan_id) references rate_plans (tenant_id, rate_plan_id)
);
create index booking_rooms_room_type on booking_rooms (tenant_id, room_type_id);
create index booking_rooms_rate_plan on booking_rooms (tenant_id, rate_plan_id);
select tenancy.protect('booking_rooms', 'select, insert');
grant update (cancelled_at) on booking_rooms to travelhub_app;

-- The course of a booking: each change once, in order, never rewritten.
create table booking_events (
  tenant_id uuid not null,
  booking_id uuid not null,
  sequence integer not null check (sequence > 0),
  action text not null check (action ~ '^[a-z][a-z_]{1,30}$'),
  from_state text,
  to_state text not null,
  actor text not null,
  request_id text,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, booking_id, sequence),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, booking_id),
  check ((from_state is null) = (sequence = 1))
);
select tenancy.protect('booking_events', 'select, insert');

-- What giving a booking back would cost, promised for a while. Good for the state it was made in.
create table cancellation_quotes (
  tenant_id uuid not null,
  cancellation_quote_id uuid not null,
  booking_id uuid not null,
  booking_sequence integer not null,
  penalty_minor bigint not null check (penalty_minor >= 0),
  refund_minor bigint not null check (refund_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, cancellation_quote_id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, booking_id)
);
create index cancellation_quotes_booking on cancellation_quotes (tenant_id, booking_id);
select tenancy.protect('cancellation_quotes', 'select, insert');
