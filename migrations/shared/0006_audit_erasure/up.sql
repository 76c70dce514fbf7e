-- squawk-ignore-file require-concurrent-index-creation
-- A partitioned table cannot be indexed concurrently (PostgreSQL 15); what was done for somebody is a small part.
-- Whoever has their traces erased is found as the actor, as the thing, and as the one who was acted for: each by an
-- index, so that the end of an account does not read a partner's whole trail.
create index audit_entries_behalf on shared.audit_entries (tenant_id, on_behalf_of) where on_behalf_of is not null;

-- The same as before, with the place that it was done from. No release called the one that goes.
-- squawk-ignore ban-drop-function
drop function shared.erase_audit_entries(uuid, text, text, text, text, text, text);

create function shared.erase_audit_entries(
  erasure uuid, erased_actor text, erased_kind text, erased_subject text, by_actor text, by_behalf text,
  by_request text, by_address inet, by_agent text)
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
    (tenant_id, entry_id, action, actor, on_behalf_of, subject_kind, subject_id, after, request_id, address, user_agent)
  values ((select tenancy.current_tenant()), erasure, 'audit.erase', by_actor, by_behalf,
          coalesce(erased_kind, 'actor'), coalesce(erased_subject, erased_actor),
          jsonb_build_object('entries', erased), by_request, by_address, by_agent);
  return erased;
end
$$;
revoke all on function shared.erase_audit_entries(uuid, text, text, text, text, text, text, inet, text) from public;
grant execute on function shared.erase_audit_entries(uuid, text, text, text, text, text, text, inet, text)
  to travelhub_app;
select tenancy.guard('erase_audit_entries(uuid, text, text, text, text, text, text, inet, text)');
