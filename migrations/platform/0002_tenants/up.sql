-- What the platform knows of its partners. Only travelhub_platform reads it: the application role
-- cannot even list them.

insert into platform.schemas (name) values ('pooled') on conflict do nothing;

create table platform.tenants (
  tenant_id uuid primary key,
  number integer generated always as identity unique,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{0,30}$'),
  kind text not null check (kind in ('live', 'test')),
  isolation text not null check (isolation in ('pooled', 'schema')),
  state text not null check (state in ('provisioning', 'active', 'maintenance', 'suspended', 'archived')),
  state_before text check (state_before in ('active', 'maintenance', 'suspended')),
  schema_name text references platform.schemas (name),
  generation integer not null default 1 check (generation > 0),
  applied_digest text,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp()
);
create index tenants_changed_at on platform.tenants (changed_at);

create table platform.tenant_hosts (
  host text primary key check (host = lower(host) and length(host) between 1 and 253),
  tenant_id uuid not null references platform.tenants (tenant_id),
  is_primary boolean not null,
  created_at timestamptz not null default clock_timestamp()
);
create unique index tenant_hosts_primary on platform.tenant_hosts (tenant_id) where is_primary;
create index tenant_hosts_tenant on platform.tenant_hosts (tenant_id, host);

-- A tenant's data key, wrapped by a master key; destroyed, it takes the personal data with it.
create table platform.data_keys (
  tenant_id uuid not null references platform.tenants (tenant_id),
  key_number integer not null check (key_number > 0),
  master_key_id text not null,
  wrapped_key bytea,
  created_at timestamptz not null default clock_timestamp(),
  destroyed_at timestamptz,
  primary key (tenant_id, key_number),
  check ((wrapped_key is null) = (destroyed_at is not null))
);

-- A change to a tenant that takes several steps: begun once, resumed as often as it takes.
create table platform.operations (
  operation_id uuid primary key,
  kind text not null check (kind in ('provision', 'apply', 'suspend', 'resume', 'archive', 'restore')),
  tenant_id uuid not null,
  slug text not null,
  steps_done text[] not null default '{}',
  input jsonb not null,
  outcome text not null check (outcome in ('running', 'done', 'failed')) default 'running',
  fault text,
  actor text not null,
  request_id text,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp()
);
create unique index operations_one_at_a_time on platform.operations (slug) where outcome = 'running';
create index operations_tenant on platform.operations (tenant_id, created_at);

-- What operators did. A tenant's own changes stand in shared.audit_entries.
create table platform.audit_entries (
  entry_id uuid primary key,
  tenant_id uuid,
  action text not null,
  actor text not null,
  before jsonb,
  after jsonb,
  request_id text,
  recorded_at timestamptz not null default clock_timestamp()
);
create index platform_audit_tenant on platform.audit_entries (tenant_id, recorded_at);

grant select, insert, update on platform.tenants, platform.operations to travelhub_platform;
grant select, insert, update, delete on platform.tenant_hosts to travelhub_platform;
grant select, insert, update on platform.data_keys to travelhub_platform;
grant select, insert on platform.audit_entries to travelhub_platform;
grant select on platform.schemas, platform.applied_migrations to travelhub_platform;

-- The generation a token is held to follows the tenant's.
create function platform.follow_generation() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into tenancy.placements (tenant_id, generation) values (new.tenant_id, new.generation)
  on conflict (tenant_id) do update set generation = excluded.generation;
  return null;
end
$$;
create trigger follow_generation after insert or update of generation on platform.tenants
  for each row execute function platform.follow_generation();
revoke all on function platform.follow_generation() from public;

-- Every process hears of a change; it reads the row itself, so the channel carries a hint only.
create function platform.announce_tenant() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('travelhub_tenants', coalesce(new.tenant_id, old.tenant_id)::text);
  return null;
end
$$;
create trigger announce_tenant after insert or update on platform.tenants
  for each row execute function platform.announce_tenant();
create trigger announce_hosts after insert or update or delete on platform.tenant_hosts
  for each row execute function platform.announce_tenant();
revoke all on function platform.announce_tenant() from public;

-- A tenant's transaction says that its own site changed: branding, texts, settings.
create function tenancy.announce_site() returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  tenant constant uuid := tenancy.current_tenant();
begin
  if tenant is null then
    raise exception 'no tenant' using errcode = 'insufficient_privilege';
  end if;
  update platform.tenants set changed_at = clock_timestamp() where tenant_id = tenant;
end
$$;
revoke all on function tenancy.announce_site() from public;
grant execute on function tenancy.announce_site() to travelhub_app;
