-- What has been migrated, where. Made before the first migration, by the same owner.
create schema if not exists platform;

create table if not exists platform.schemas (
  name text primary key check (name ~ '^(platform|shared|pooled|t[1-9][0-9]{0,9})$'),
  version integer not null default 0,
  fingerprint text,
  migrated_at timestamptz
);

-- Each step of each schema that has been done, so that a run killed half way goes on where it was.
create table if not exists platform.applied_migrations (
  schema_name text not null,
  number integer not null,
  name text not null,
  digest text not null,
  applied_at timestamptz not null default clock_timestamp(),
  primary key (schema_name, number)
);

insert into platform.schemas (name) values ('platform'), ('shared'), ('pooled') on conflict do nothing;
