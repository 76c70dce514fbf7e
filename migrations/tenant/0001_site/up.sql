-- A tenant's own site: what it is (definition), how it looks (releases), how it speaks (texts).

-- Every applied state of the tenant's folder, whole. A booking names the one it was made under.
create table definitions (
  tenant_id uuid not null,
  version integer not null check (version > 0),
  document jsonb not null,
  digest text not null,
  actor text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, version)
);
select tenancy.protect('definitions', 'select, insert');

-- Immutable looks, pictures included. A draft is a release not yet published; publishing moves a pointer.
create table branding_releases (
  tenant_id uuid not null,
  release integer not null check (release > 0),
  document jsonb not null,
  digest text not null,
  actor text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, release)
);
select tenancy.protect('branding_releases', 'select, insert');

-- Which of them the site shows now.
create table site_pointers (
  tenant_id uuid not null,
  definition_version integer not null,
  branding_release integer not null,
  maintenance_note text,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id),
  foreign key (tenant_id, definition_version) references definitions (tenant_id, version),
  foreign key (tenant_id, branding_release) references branding_releases (tenant_id, release)
);
select tenancy.protect('site_pointers', 'select, insert, update');
