-- Papers with numbers: invoices, and the notes that take one back.

-- How far a partner's numbers of a kind have come within a year of its own clock.
create table paper_series (
  tenant_id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note')),
  year smallint not null check (year between 2000 and 9999),
  last_number integer not null check (last_number > 0),
  last_issued_at timestamptz not null,
  primary key (tenant_id, kind, year)
);
select tenancy.protect('paper_series', 'select, insert, update');

-- What was issued stays as it was issued. Nothing personal is in here: numbers outlive those they were for.
create table papers (
  tenant_id uuid not null,
  paper_id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note')),
  year smallint not null,
  number integer not null check (number > 0),
  -- No foreign key: an invoice outlives what it was for.
  booking_id uuid not null,
  -- The invoice that a credit note takes back.
  refers_to uuid,
  issued_at timestamptz not null,
  content jsonb not null,
  primary key (tenant_id, paper_id),
  constraint papers_number unique (tenant_id, kind, year, number),
  constraint papers_once unique (tenant_id, booking_id, kind),
  foreign key (tenant_id, refers_to) references papers (tenant_id, paper_id),
  check ((kind = 'credit_note') = (refers_to is not null))
);
create index papers_refers_to on papers (tenant_id, refers_to) where refers_to is not null;
select tenancy.protect('papers', 'select, insert');

-- Whom a paper is made out to, sealed under the tenant's data key; gone when the law no longer asks for it.
create table paper_buyers (
  tenant_id uuid not null,
  paper_id uuid not null,
  buyer_sealed bytea not null,
  data_key_number integer not null,
  issued_at timestamptz not null,
  primary key (tenant_id, paper_id),
  foreign key (tenant_id, paper_id) references papers (tenant_id, paper_id)
);
create index paper_buyers_age on paper_buyers (tenant_id, issued_at);
select tenancy.protect('paper_buyers', 'select, insert, delete');
