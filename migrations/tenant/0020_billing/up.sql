-- What the partner owes the platform: an invoice a month, and what became of it.

-- How far the platform's numbers to this partner have come within a year of the partner's own clock.
create table billing_series (
  tenant_id uuid not null,
  year smallint not null check (year between 2000 and 9999),
  last_number integer not null check (last_number > 0),
  primary key (tenant_id, year)
);
select tenancy.protect('billing_series', 'select, insert, update');

-- What was issued stays as it was issued, but for what becomes of it. One that is void had its number all the same.
create table billing_invoices (
  tenant_id uuid not null,
  invoice_id uuid not null,
  year smallint not null,
  number integer not null check (number > 0),
  -- Days of the partner's own clock; the last one is not part of it.
  period_from date not null,
  period_until date not null,
  zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net_minor bigint not null check (net_minor between 0 and 9000000000000),
  tax_basis_points integer not null check (tax_basis_points between 0 and 10000),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null check (total_minor > 0),
  state text not null default 'open' check (state in ('open', 'paid', 'void')),
  issued_at timestamptz not null,
  due_on date not null,
  closed_at timestamptz,
  paid_on date,
  paid_reference text check (length(paid_reference) between 1 and 200),
  void_reason text check (length(void_reason) between 1 and 1000),
  -- Seller and buyer, plan and rates, as they were.
  content jsonb not null,
  primary key (tenant_id, invoice_id),
  constraint billing_invoices_number unique (tenant_id, year, number),
  constraint billing_invoices_period check (period_until > period_from),
  constraint billing_invoices_sum check (total_minor = net_minor + tax_minor),
  constraint billing_invoices_closed check ((state = 'open') = (closed_at is null)),
  constraint billing_invoices_paid check (
    (state = 'paid') = (paid_on is not null) and (state = 'paid') = (paid_reference is not null)),
  constraint billing_invoices_void check ((state = 'void') = (void_reason is not null))
);
-- However often and by whomever a month is run, it has one invoice that counts.
create unique index billing_invoices_once on billing_invoices (tenant_id, period_from) where state <> 'void';
create index billing_invoices_due on billing_invoices (tenant_id, due_on) where state = 'open';
create index billing_invoices_issued on billing_invoices (tenant_id, issued_at, invoice_id);
select tenancy.protect('billing_invoices', 'select, insert');
grant update (state, closed_at, paid_on, paid_reference, void_reason) on billing_invoices to travelhub_app;

create table billing_invoice_lines (
  tenant_id uuid not null,
  invoice_id uuid not null,
  position smallint not null check (position > 0),
  kind text not null check (kind in ('plan_fee', 'booking_fee', 'usage')),
  -- Days of the plan, bookings, calls beyond those that the plan includes.
  quantity bigint not null check (quantity >= 0),
  unit_minor bigint check (unit_minor >= 0),
  amount_minor bigint not null check (amount_minor between 0 and 9000000000000),
  -- Fees of bookings that were owed in another currency.
  owed_currency text check (owed_currency ~ '^[A-Z]{3}$'),
  owed_minor bigint check (owed_minor >= 0),
  primary key (tenant_id, invoice_id, position),
  foreign key (tenant_id, invoice_id) references billing_invoices (tenant_id, invoice_id),
  check ((owed_currency is null) = (owed_minor is null))
);
select tenancy.protect('billing_invoice_lines', 'select, insert');

-- Which entries of the books an invoice asks for, so that none is asked for twice. Those of a void one are free again.
create table billing_invoice_fees (
  tenant_id uuid not null,
  invoice_id uuid not null,
  transaction_id uuid not null,
  booking_id uuid not null,
  currency text not null,
  -- What is owed positive, what was given back negative.
  amount_minor bigint not null check (amount_minor <> 0),
  effective_at timestamptz not null,
  is_live boolean not null default true,
  primary key (tenant_id, invoice_id, transaction_id),
  -- They are taken first and make up the invoice, so that both are of one moment.
  foreign key (tenant_id, invoice_id) references billing_invoices (tenant_id, invoice_id)
    deferrable initially deferred
);
create unique index billing_invoice_fees_once on billing_invoice_fees (tenant_id, transaction_id) where is_live;
select tenancy.protect('billing_invoice_fees', 'select, insert');
grant update (is_live) on billing_invoice_fees to travelhub_app;

-- Which reminders went out, each once.
create table billing_reminders (
  tenant_id uuid not null,
  invoice_id uuid not null,
  stage smallint not null check (stage between 1 and 3),
  sent_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, invoice_id, stage),
  foreign key (tenant_id, invoice_id) references billing_invoices (tenant_id, invoice_id)
);
select tenancy.protect('billing_reminders', 'select, insert');
