-- Domains that partners bring themselves: claimed by anyone, owned by whoever proves it.
--
-- The hosts that are served stay in tenant_hosts, whose key lets a host be one tenant's only. One that stands in
-- a partner's folder has its place there; one that was proved has none. A release that knows nothing of this
-- writes folders' hosts only, and the default is right for them.
alter table platform.tenant_hosts add column declared_position smallint default 0 check (declared_position >= 0);
update platform.tenant_hosts set declared_position = 1 where not is_primary;

-- What it looks like (UTS 39), so that no other partner's may be taken for it.
alter table platform.tenant_hosts add column skeleton text;
-- A row per host: made in a fraction of a second, and only claims and applies write there.
-- squawk-ignore require-concurrent-index-creation
create index tenant_hosts_skeleton on platform.tenant_hosts (skeleton) where skeleton is not null;

create table platform.domain_claims (
  tenant_id uuid not null references platform.tenants (tenant_id),
  claim_id uuid not null,
  host text not null check (host = lower(host) and length(host) between 3 and 253),
  -- The same for as long as the claim lasts, so that a record once made proves it again and again.
  token text not null check (token ~ '^[a-z2-7]{32}$'),
  ownership text not null default 'pending' check (ownership in ('pending', 'verified', 'failing', 'lost')),
  method text check (method in ('dns', 'http')),
  verified_at timestamptz,
  failing_since timestamptz,
  lost_at timestamptz,
  routing text not null default 'unknown' check (routing in ('unknown', 'here', 'elsewhere')),
  certificate text not null default 'unknown' check (certificate in ('unknown', 'valid', 'refused')),
  findings jsonb not null default '[]',
  checked_at timestamptz,
  -- The last check that somebody asked for.
  asked_at timestamptz,
  next_check_at timestamptz,
  checks_in_vain integer not null default 0 check (checks_in_vain >= 0),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, claim_id),
  constraint domain_claims_once unique (tenant_id, host),
  constraint domain_claims_token unique (token),
  check ((ownership in ('verified', 'failing')) <= (verified_at is not null and method is not null)),
  check ((ownership = 'failing') <= (failing_since is not null)),
  check (ownership = 'failing' or ownership = 'lost' or failing_since is null),
  check ((ownership = 'lost') = (lost_at is not null)),
  check ((ownership = 'lost') = (next_check_at is null))
);
create unique index domain_claims_one_owner on platform.domain_claims (host) where ownership in ('verified', 'failing');
create index domain_claims_due on platform.domain_claims (next_check_at) where next_check_at is not null;

grant select, insert, update, delete on platform.domain_claims to travelhub_platform;

-- What a tenant's people, or time, did to its domains stands in the tenant's own trail, in the transaction of the
-- effect. That is on platform tables, whose login has no right on the trail beyond this.
create function platform.record_tenant_audit(
  tenant uuid, entry uuid, action text, actor text, on_behalf_of text, subject_kind text, subject_id text,
  before jsonb, after jsonb, address inet, user_agent text, request_id text)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into shared.audit_entries
    (tenant_id, entry_id, action, actor, on_behalf_of, subject_kind, subject_id, before, after, address,
     user_agent, request_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
end
$$;
revoke all on function platform.record_tenant_audit(uuid, uuid, text, text, text, text, text, jsonb, jsonb, inet, text, text)
  from public;
grant execute on function platform.record_tenant_audit(uuid, uuid, text, text, text, text, text, jsonb, jsonb, inet, text, text)
  to travelhub_platform;
