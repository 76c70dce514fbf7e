-- The signed context: who a transaction speaks for, and the means to hold every table to it.
-- Roles exist already: bootstrap makes them, because a migration runs as their owner, not above it.

create schema tenancy;
create schema shared;
create schema pooled;

revoke all on schema public from public;
grant usage on schema tenancy to travelhub_app, travelhub_worker, travelhub_trigger, travelhub_platform;
grant usage on schema shared to travelhub_app, travelhub_worker, travelhub_trigger, travelhub_platform;
grant usage on schema pooled to travelhub_app, travelhub_trigger;
grant usage on schema platform to travelhub_platform;

-- HMAC-SHA-256 keys, kept as their two padded forms (RFC 2104 §2) so that a check costs two hashes.
-- Nobody but the owner reads them: an application that could sign tokens could be anyone.
create table tenancy.token_keys (
  key_id integer primary key,
  inner_pad bytea not null check (octet_length(inner_pad) = 64),
  outer_pad bytea not null check (octet_length(outer_pad) = 64),
  retires_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);

-- Generation by tenant: a token of an older placement is void.
create table tenancy.placements (
  tenant_id uuid primary key,
  generation integer not null
);

-- A token is `key.tenant.generation.pid.expiry.mac`: whom the transaction speaks for, in which
-- placement, on which backend, until which second since 1970, and the MAC in hex over all before it.
-- Null without a token; an error for one that is forged, expired, moved or of another backend.
create function tenancy.current_tenant() returns uuid
language plpgsql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  token constant text := current_setting('tenancy.token', true);
  parts text[];
  tenant uuid;
begin
  if token is null or token = '' then
    return null;
  end if;
  parts := string_to_array(token, '.');
  -- The two MACs are hashed before they are compared, so that the time taken tells nothing of them.
  select p.tenant_id into tenant
    from tenancy.token_keys k, tenancy.placements p
   where k.key_id = parts[1]::integer
     and (k.retires_at is null or k.retires_at > clock_timestamp())
     and p.tenant_id = parts[2]::uuid
     and p.generation = parts[3]::integer
     and parts[4]::integer = pg_backend_pid()
     and parts[5]::bigint > extract(epoch from clock_timestamp())
     and sha256(decode(parts[6], 'hex')) = sha256(sha256(k.outer_pad || sha256(
           k.inner_pad || convert_to(array_to_string(parts[1:5], '.'), 'UTF8'))));
  if tenant is null or array_length(parts, 1) <> 6 then
    raise exception 'tenant token refused' using errcode = 'insufficient_privilege';
  end if;
  return tenant;
exception
  when invalid_text_representation or invalid_parameter_value or numeric_value_out_of_range then
    raise exception 'tenant token refused' using errcode = 'insufficient_privilege';
end
$$;
revoke all on function tenancy.current_tenant() from public;
grant execute on function tenancy.current_tenant()
  to travelhub_app, travelhub_trigger, travelhub_worker, travelhub_platform, travelhub_owner;

-- A write without a tenant is a fault of ours and must be heard of, not an update of no rows.
create function tenancy.require_context() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user in ('travelhub_app', 'travelhub_trigger') and tenancy.current_tenant() is null then
    raise exception 'no tenant: % on % refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
  end if;
  return null;
end
$$;

-- Puts a table of the current schema under the tenant policy and gives the application its rights.
create function tenancy.protect(table_name text, rights text default 'select, insert, update, delete') returns void
language plpgsql
set search_path from current
as $$
declare
  target regclass := to_regclass(format('%I.%I', current_setting('tenancy.target_schema'), table_name));
begin
  if target is null then
    raise exception 'no table % in schema %', table_name, current_setting('tenancy.target_schema');
  end if;
  if rights !~ '^(select|insert|update|delete)(, (select|insert|update|delete))*$' then
    raise exception 'rights are a list of select, insert, update, delete: %', rights;
  end if;
  execute format('alter table %s enable row level security, force row level security', target);
  execute format(
    'create policy tenant on %s as permissive for all to travelhub_app, travelhub_trigger '
    'using (tenant_id = (select tenancy.current_tenant())) '
    'with check (tenant_id = (select tenancy.current_tenant()))', target);
  execute format(
    'create policy maintenance on %s as permissive for all to travelhub_owner using (true) with check (true)', target);
  execute format(
    'create trigger require_context before insert or update or delete on %s '
    'for each statement execute function tenancy.require_context()', target);
  execute format('revoke all on %s from public', target);
  execute format('grant %s on %s to travelhub_app', rights, target);
  execute format('grant select, insert, update, delete on %s to travelhub_trigger', target);
end
$$;
revoke all on function tenancy.protect(text, text) from public;

-- The same for a table that all tenants share in every mode: the worker may claim from it.
create function tenancy.protect_shared(
  table_name text, rights text default 'select, insert, update, delete', worker_rights text default 'select, update')
returns void
language plpgsql
set search_path from current
as $$
declare
  target regclass := to_regclass(format('shared.%I', table_name));
begin
  perform set_config('tenancy.target_schema', 'shared', true);
  perform tenancy.protect(table_name, rights);
  execute format(
    'create policy claim on %s as permissive for all to travelhub_worker using (true) with check (true)', target);
  execute format('grant %s on %s to travelhub_worker', worker_rights, target);
end
$$;
revoke all on function tenancy.protect_shared(text, text, text) from public;

-- Hands a definer function to the role that is held to the tenant policy like the application.
create function tenancy.guard(signature text) returns void
language plpgsql
set search_path from current
as $$
declare
  target constant text := current_setting('tenancy.target_schema');
begin
  -- PostgreSQL lets only a role that may create in the schema become an owner there; for a moment.
  execute format('grant create on schema %I to travelhub_trigger', target);
  execute format('alter function %I.%s owner to travelhub_trigger', target, signature);
  execute format('revoke create on schema %I from travelhub_trigger', target);
end
$$;
revoke all on function tenancy.guard(text) from public;

alter default privileges in schema tenancy revoke execute on functions from public;
