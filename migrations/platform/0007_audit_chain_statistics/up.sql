-- What operators did, as a chain like a tenant's (shared/0008_audit_chain); and what processes counted.

alter table platform.audit_entries
  add column on_behalf_of text,
  add column subject_kind text,
  add column subject_id text,
  add column address inet,
  add column user_agent text,
  add column erased_by uuid,
  add column seal_number bigint,
  add column seal_hash bytea,
  add column origin_salt bytea,
  add column origin_commitment bytea,
  add column content_salt bytea,
  add column content_commitment bytea;
create index platform_audit_unsealed on platform.audit_entries (recorded_at, entry_id) where seal_number is null;
create unique index platform_audit_seal on platform.audit_entries (seal_number) where seal_number is not null;
create index platform_audit_time on platform.audit_entries (recorded_at, entry_id);
create index platform_audit_actor on platform.audit_entries (actor, recorded_at);

-- The platform's own chain is that of no tenant: its identifier is all zeros.
create table platform.audit_chains (
  tenant_id uuid primary key check (tenant_id = '00000000-0000-0000-0000-000000000000'),
  last_number bigint not null check (last_number >= 0),
  last_hash bytea not null,
  dropped_through bigint not null default 0 check (dropped_through between 0 and last_number),
  dropped_hash bytea not null,
  key_number integer not null,
  mac bytea not null,
  sealed_at timestamptz not null default clock_timestamp()
);
create table platform.audit_roots (
  tenant_id uuid not null check (tenant_id = '00000000-0000-0000-0000-000000000000'),
  day date not null,
  number bigint not null,
  hash bytea not null,
  key_number integer not null,
  mac bytea not null,
  primary key (tenant_id, day)
);
grant select, insert, update on platform.audit_chains, platform.audit_roots to travelhub_platform;
grant update (seal_number, seal_hash, origin_salt, origin_commitment, content_salt, content_commitment)
  on platform.audit_entries to travelhub_platform;

-- Sealed once, and otherwise as it was written. Operators' entries are kept and not erased.
create function platform.audit_append_only() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  allowed record;
begin
  if tg_op = 'UPDATE' then
    if old.seal_number is null and new.seal_number is not null then
      allowed := old;
      allowed.seal_number := new.seal_number;
      allowed.seal_hash := new.seal_hash;
      allowed.origin_salt := new.origin_salt;
      allowed.origin_commitment := new.origin_commitment;
      allowed.content_salt := new.content_salt;
      allowed.content_commitment := new.content_commitment;
      if new is not distinct from allowed then
        return new;
      end if;
    end if;
  end if;
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end
$$;
revoke all on function platform.audit_append_only() from public;
create trigger append_only before update or delete on platform.audit_entries
  for each row execute function platform.audit_append_only();
create trigger append_only_whole before truncate on platform.audit_entries
  for each statement execute function platform.audit_append_only();

-- Each process adds what it counted since it last did; the sums are the platform's, whoever asks whichever process.
-- Buckets are fixed in the program; a release that has others begins its hour or day anew.
create table platform.endpoint_times (
  hour timestamptz not null,
  endpoint text not null check (length(endpoint) between 1 and 300),
  status smallint not null check (status between 0 and 999),
  nanoseconds bigint not null check (nanoseconds >= 0),
  buckets bigint[] not null,
  primary key (hour, endpoint, status)
);
create table platform.tenant_times (
  day date not null,
  -- 0: those that found no place in a process' count.
  tenant_number integer not null,
  requests bigint not null,
  -- Requests by the first digit of their status, 0 for none of HTTP's.
  classes bigint[] not null check (cardinality(classes) = 6),
  nanoseconds bigint not null check (nanoseconds >= 0),
  buckets bigint[] not null,
  primary key (day, tenant_number)
);
create table platform.statement_times (
  day date not null,
  fingerprint bigint not null,
  kind text not null,
  statement text not null,
  calls bigint not null,
  errors bigint not null,
  slow bigint not null,
  nanoseconds bigint not null,
  longest_nanoseconds bigint not null,
  primary key (day, fingerprint)
);
create table platform.error_groups (
  type text not null,
  endpoint text not null,
  occurrences bigint not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  -- The newest first.
  samples jsonb not null,
  primary key (type, endpoint)
);
create index error_groups_seen on platform.error_groups (last_seen);
grant select, insert, update, delete
  on platform.endpoint_times, platform.tenant_times, platform.statement_times, platform.error_groups
  to travelhub_platform;

-- Element by element; null where the two differ in length.
create function platform.added(bigint[], bigint[]) returns bigint[]
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case when cardinality($1) = cardinality($2) then
    (select array_agg(a + b order by place) from unnest($1, $2) with ordinality as u(a, b, place)) end
$$;

create aggregate platform.summed(bigint[]) (sfunc = platform.added, stype = bigint[], parallel = safe);
