-- squawk-ignore-file constraint-missing-not-valid, require-concurrent-index-creation
-- The constraints and indexes on a table with rows are about columns that are made here: null everywhere.
-- Cards that travellers leave with the payment processor, to pay with again. Their numbers never come here: what is
-- kept is the processor's name of each, and what its holder knows it by.

-- An account as the processor knows it: written before the processor is asked, under whose identifier it is made once.
create table processor_customers (
  tenant_id uuid not null,
  customer_id uuid not null,
  -- Null once the account is gone, until the processor has forgotten it too.
  account_id uuid,
  -- The partner's own account over there: another one knows nothing of it.
  account_name text not null check (length(account_name) between 1 and 255),
  -- `cus_…`, once the processor has told.
  processor_name text check (length(processor_name) between 1 and 255),
  -- How often it was asked for in vain.
  tries smallint not null default 0 check (tries >= 0),
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, customer_id),
  constraint processor_customers_account unique (tenant_id, account_id, account_name),
  constraint processor_customers_name unique (tenant_id, processor_name),
  foreign key (tenant_id, account_id) references accounts (tenant_id, account_id) on delete set null (account_id)
);
create index processor_customers_left on processor_customers (tenant_id, created_at) where account_id is null;
select tenancy.protect('processor_customers', 'select, insert, delete');
grant update (processor_name, tries) on processor_customers to travelhub_app;

create table saved_cards (
  tenant_id uuid not null,
  card_id uuid not null,
  customer_id uuid not null,
  -- `pm_…`
  processor_name text not null check (length(processor_name) between 1 and 255),
  kind text not null check (kind ~ '^[a-z][a-z_]{1,30}$'),
  digits text not null check (digits ~ '^[0-9]{4}$'),
  -- It is good to the end of this month.
  expiry_month smallint not null check (expiry_month between 1 and 12),
  expiry_year smallint not null check (expiry_year between 2000 and 2999),
  created_at timestamptz not null default clock_timestamp(),
  -- No longer offered; and since when the processor keeps it no more.
  removed_at timestamptz,
  detached_at timestamptz,
  primary key (tenant_id, card_id),
  constraint saved_cards_name unique (tenant_id, processor_name),
  foreign key (tenant_id, customer_id) references processor_customers (tenant_id, customer_id) on delete cascade,
  check (detached_at is null or removed_at is not null)
);
create index saved_cards_customer on saved_cards (tenant_id, customer_id, card_id);
create index saved_cards_leaving on saved_cards (tenant_id, removed_at)
  where removed_at is not null and detached_at is null;
create index saved_cards_gone on saved_cards (tenant_id, detached_at) where detached_at is not null;
select tenancy.protect('saved_cards', 'select, insert, delete');
grant update (kind, digits, expiry_month, expiry_year, removed_at, detached_at) on saved_cards to travelhub_app;

-- What a traveller with an account chose for a payment: a card of theirs, or another one, to be saved or not.
alter table payments
  add column customer_id uuid,
  add column card_id uuid,
  -- Each choice is tried once: the key under which the processor does it.
  add column card_try uuid,
  -- When they agreed to its being saved; null where they did not.
  add column saving_agreed_at timestamptz,
  -- The card form was shown to somebody who had not agreed: whose card comes back from it is not known.
  add column saving_barred boolean not null default false,
  add constraint payments_customer foreign key (tenant_id, customer_id)
    references processor_customers (tenant_id, customer_id) on delete set null (customer_id) not valid,
  add constraint payments_card foreign key (tenant_id, card_id)
    references saved_cards (tenant_id, card_id) on delete set null (card_id) not valid;
alter table payments validate constraint payments_customer;
alter table payments validate constraint payments_card;
create index payments_customer on payments (tenant_id, customer_id) where customer_id is not null;
create index payments_card on payments (tenant_id, card_id) where card_id is not null;
grant update (customer_id, card_id, card_try, saving_agreed_at, saving_barred) on payments to travelhub_app;
