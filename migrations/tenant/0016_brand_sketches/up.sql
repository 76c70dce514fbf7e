-- Looks that somebody of the staff works on, one a person; no visitor is shown one.

create table brand_sketches (
  tenant_id uuid not null,
  account_id uuid not null,
  -- As `branding_releases.document`, but the contrast gate has not passed it.
  document jsonb not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, account_id),
  foreign key (tenant_id, account_id) references accounts (tenant_id, account_id) on delete cascade
);
-- Those that nobody went on with are deleted by their age.
create index brand_sketches_age on brand_sketches (tenant_id, changed_at);
select tenancy.protect('brand_sketches');
