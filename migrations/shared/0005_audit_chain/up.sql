-- The audit trail as a chain of hashes, one for each tenant, over what is committed. The worker seals; a tenant's
-- writes never wait for it. Personal fields enter the chain as salted commitments only, so that they can be erased.
--
-- Columns without a default rewrite nothing. Entries of the previous release are sealed as they are.
alter table shared.audit_entries
  add column user_agent text,
  -- The entry that tells who erased this one's personal fields; it stands in the chain itself.
  add column erased_by uuid,
  -- The place in the tenant's chain, from 1 without a gap; null until the worker has come by.
  add column seal_number bigint,
  add column seal_hash bytea,
  -- Over address and user_agent; over before and after. Without its salt a commitment tells nothing.
  add column origin_salt bytea,
  add column origin_commitment bytea,
  add column content_salt bytea,
  add column content_commitment bytea;

create index audit_entries_unsealed on shared.audit_entries (tenant_id, recorded_at, entry_id)
  where seal_number is null;
create index audit_entries_seal on shared.audit_entries (tenant_id, seal_number) where seal_number is not null;
create index audit_entries_time on shared.audit_entries (tenant_id, recorded_at, entry_id);
create index audit_entries_actor on shared.audit_entries (tenant_id, actor, recorded_at);

-- Where each tenant's chain ends and, after old entries were dropped, where it begins. The MAC is made with a key
-- that the database does not have: whoever rewrites the chain cannot write its end.
create table shared.audit_chains (
  tenant_id uuid primary key,
  last_number bigint not null check (last_number >= 0),
  last_hash bytea not null,
  dropped_through bigint not null default 0 check (dropped_through between 0 and last_number),
  -- The hash of the last dropped entry, from which the first kept one is verified.
  dropped_hash bytea not null,
  key_number integer not null,
  mac bytea not null,
  sealed_at timestamptz not null default clock_timestamp()
);
select tenancy.protect_shared('audit_chains', 'select', 'select, insert, update');

-- Where the chain stood when the day's last entries had been sealed. Today's still moves.
create table shared.audit_roots (
  tenant_id uuid not null,
  day date not null,
  number bigint not null,
  hash bytea not null,
  key_number integer not null,
  mac bytea not null,
  primary key (tenant_id, day)
);
select tenancy.protect_shared('audit_roots', 'select', 'select, insert, update');

grant update (seal_number, seal_hash, origin_salt, origin_commitment, content_salt, content_commitment)
  on shared.audit_entries to travelhub_worker;
grant delete on shared.audit_entries to travelhub_worker;

-- Grants keep the application from changing entries; this keeps everyone else's code from it, too. An entry is
-- sealed once, its personal fields are erased once, and it is deleted once its chain begins behind it.
create function tenancy.audit_append_only() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  allowed record;
begin
  if tg_op = 'DELETE' then
    if exists (select from shared.audit_chains c
                where c.tenant_id = old.tenant_id and old.seal_number <= c.dropped_through) then
      return old;
    end if;
  elsif tg_op = 'UPDATE' then
    allowed := old;
    if old.seal_number is null and new.seal_number is not null then
      allowed.seal_number := new.seal_number;
      allowed.seal_hash := new.seal_hash;
      allowed.origin_salt := new.origin_salt;
      allowed.origin_commitment := new.origin_commitment;
      allowed.content_salt := new.content_salt;
      allowed.content_commitment := new.content_commitment;
    elsif old.erased_by is null and new.erased_by is not null then
      allowed.erased_by := new.erased_by;
      allowed.address := null;
      allowed.user_agent := null;
      allowed.before := null;
      allowed.after := null;
      allowed.origin_salt := null;
      allowed.content_salt := null;
    end if;
    if allowed is distinct from old and new is not distinct from allowed then
      return new;
    end if;
  end if;
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end
$$;
revoke all on function tenancy.audit_append_only() from public;
create trigger append_only before update or delete on shared.audit_entries
  for each row execute function tenancy.audit_append_only();
create trigger append_only_whole before truncate on shared.audit_entries
  for each statement execute function tenancy.audit_append_only();

-- Takes the personal fields out of a person's entries: of those that the person made (actor) and of those about
-- one of the person's things (subject). Runs held to the tenant policy, and leaves an entry of its own.
create function shared.erase_audit_entries(
  erasure uuid, erased_actor text, erased_kind text, erased_subject text, by_actor text, by_behalf text,
  by_request text)
returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  erased bigint;
begin
  update shared.audit_entries e
     set erased_by = erasure, address = null, user_agent = null, before = null, after = null, origin_salt = null,
         content_salt = null
   where e.tenant_id = (select tenancy.current_tenant()) and e.erased_by is null and e.action <> 'audit.erase'
     and (e.actor = erased_actor or e.on_behalf_of = erased_actor
          or (e.subject_kind = erased_kind and e.subject_id = erased_subject));
  get diagnostics erased = row_count;
  insert into shared.audit_entries
    (tenant_id, entry_id, action, actor, on_behalf_of, subject_kind, subject_id, after, request_id)
  values ((select tenancy.current_tenant()), erasure, 'audit.erase', by_actor, by_behalf,
          coalesce(erased_kind, 'actor'), coalesce(erased_subject, erased_actor),
          jsonb_build_object('entries', erased), by_request);
  return erased;
end
$$;
revoke all on function shared.erase_audit_entries(uuid, text, text, text, text, text, text) from public;
grant execute on function shared.erase_audit_entries(uuid, text, text, text, text, text, text) to travelhub_app;
select tenancy.guard('erase_audit_entries(uuid, text, text, text, text, text, text)');
