-- What a stay costs and on which terms it may be given back.

create table cancellation_policies (
  tenant_id uuid not null,
  policy_id uuid not null,
  code text not null check (code ~ '^[a-z][a-z0-9_]{1,30}$'),
  primary key (tenant_id, policy_id),
  unique (tenant_id, code)
);
select tenancy.protect('cancellation_policies');

-- A penalty and when it begins: at a local time some days before check-in, some hours before
-- check-in, or (neither given) from the moment of booking. Before the first one it is free.
create table cancellation_windows (
  tenant_id uuid not null,
  policy_id uuid not null,
  position smallint not null,
  days_before smallint check (days_before between 0 and 365),
  local_time time,
  hours_before smallint check (hours_before between 0 and 8760),
  penalty_kind text not null check (penalty_kind in ('percent', 'nights', 'amount')),
  penalty_value bigint not null check (penalty_value > 0),
  primary key (tenant_id, policy_id, position),
  foreign key (tenant_id, policy_id) references cancellation_policies (tenant_id, policy_id),
  check ((days_before is null) = (local_time is null)),
  check (days_before is null or hours_before is null),
  check (penalty_kind <> 'percent' or penalty_value <= 10000)
);
select tenancy.protect('cancellation_windows');

-- A plan has nightly rates of its own (rates_of is itself) or derives them from another plan of its
-- room type: so many hundredths of a percent more or less, and an amount a night. Rates are for
-- adults_included adults; each further adult pays a supplement, each child what its age band says.
create table rate_plans (
  tenant_id uuid not null,
  rate_plan_id uuid not null,
  room_type_id uuid not null,
  policy_id uuid not null,
  rates_of uuid not null,
  derive_basis_points integer not null default 0 check (derive_basis_points between -9000 and 100000),
  derive_minor bigint not null default 0,
  position smallint not null,
  board text not null check (board in ('room_only', 'breakfast', 'half_board', 'full_board', 'all_inclusive')),
  refundable boolean not null,
  payable text not null check (payable in ('now', 'at_property')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  adults_included smallint not null check (adults_included >= 1),
  extra_adult_minor bigint not null check (extra_adult_minor >= 0),
  nights_min smallint not null default 1 check (nights_min >= 1),
  nights_max smallint not null default 30 check (nights_max >= nights_min),
  advance_days_min smallint not null default 0 check (advance_days_min >= 0),
  primary key (tenant_id, rate_plan_id),
  foreign key (tenant_id, room_type_id) references room_types (tenant_id, room_type_id),
  foreign key (tenant_id, policy_id) references cancellation_policies (tenant_id, policy_id),
  foreign key (tenant_id, rates_of) references rate_plans (tenant_id, rate_plan_id),
  check (rates_of <> rate_plan_id or (derive_basis_points = 0 and derive_minor = 0))
);
create index rate_plans_room_type on rate_plans (tenant_id, room_type_id);
create index rate_plans_rates_of on rate_plans (tenant_id, rates_of);
select tenancy.protect('rate_plans');

-- What a child pays a night, by age in whole years at check-in; older than every band is an adult.
create table child_bands (
  tenant_id uuid not null,
  hotel_id uuid not null,
  age_from smallint not null check (age_from between 0 and 17),
  age_to smallint not null check (age_to between age_from and 17),
  price_minor bigint not null check (price_minor >= 0),
  primary key (tenant_id, hotel_id, age_from),
  foreign key (tenant_id, hotel_id) references hotels (tenant_id, hotel_id)
);
select tenancy.protect('child_bands');

-- No foreign key: rates are the bulk of what is written, the check costs as much again as the row,
-- and a rate whose plan is gone is never read.
create table nightly_rates (
  tenant_id uuid not null,
  rate_plan_id uuid not null,
  night date not null,
  price_minor bigint not null check (price_minor between 1 and 9000000000000),
  primary key (tenant_id, rate_plan_id, night)
);
select tenancy.protect('nightly_rates');

-- Taxes and fees of a stay. A value is basis points of the room price, or minor units of the rate
-- plan's currency. Persons younger than from_age do not count; nights beyond nights_max neither.
create table hotel_charges (
  tenant_id uuid not null,
  hotel_id uuid not null,
  code text not null check (code ~ '^[a-z][a-z_]{1,30}$'),
  kind text not null check (kind in ('tax', 'fee')),
  basis text not null check (basis in ('percent', 'per_stay', 'per_room_night', 'per_person_night')),
  value bigint not null check (value > 0),
  nights_max smallint check (nights_max >= 1),
  from_age smallint not null default 0 check (from_age between 0 and 18),
  included boolean not null,
  payable text not null check (payable in ('now', 'at_property')),
  primary key (tenant_id, hotel_id, code),
  foreign key (tenant_id, hotel_id) references hotels (tenant_id, hotel_id)
);
select tenancy.protect('hotel_charges');
