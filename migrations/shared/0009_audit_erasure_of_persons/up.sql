-- A trail that its own subjects may empty proves nothing. What is erased is what it tells of a guest or a traveller:
-- entries about accounts, sessions and bookings. What the staff, its keys and the operators did stays, about whomever:
-- `kept` names those who work for the site now, and the kinds of things leave out keys, people, looks, texts, hosts.
-- The function before knew neither, so none of it may remain; a process of the release before that is asked for an
-- erasure meanwhile answers 500 and has done nothing.
-- squawk-ignore ban-drop-function
drop function shared.erase_audit_entries(uuid, text, text, text, text, text, text, inet, text);

create function shared.erase_audit_entries(
  erasure uuid, erased_actor text, erased_kind text, erased_subject text, kept text[], by_actor text, by_behalf text,
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
   where e.tenant_id = (select tenancy.current_tenant()) and e.erased_by is null
     and e.subject_kind in ('account', 'session', 'booking') and e.action not like 'staff.%'
     and (e.actor = erased_actor or e.on_behalf_of = erased_actor
          or (e.subject_kind = erased_kind and e.subject_id = erased_subject))
     and e.actor <> all (kept) and e.actor not like 'key:%'
     -- Why an operator asked to act as somebody is told in words about that person.
     and (e.actor not like 'operator:%' or e.action like 'impersonation.%')
     -- Only the staff reads others' bookings and accounts, and whoever has left it was of it.
     and (e.action not like '%.read' or e.actor = 'guest');
  get diagnostics erased = row_count;
  insert into shared.audit_entries
    (tenant_id, entry_id, action, actor, on_behalf_of, subject_kind, subject_id, after, request_id, address, user_agent)
  values ((select tenancy.current_tenant()), erasure, 'audit.erase', by_actor, by_behalf,
          coalesce(erased_kind, 'actor'), coalesce(erased_subject, erased_actor),
          jsonb_build_object('entries', erased), by_request, by_address, by_agent);
  return erased;
end
$$;
revoke all on function shared.erase_audit_entries(uuid, text, text, text, text[], text, text, text, inet, text)
  from public;
grant execute on function shared.erase_audit_entries(uuid, text, text, text, text[], text, text, text, inet, text)
  to travelhub_app;
select tenancy.guard('erase_audit_entries(uuid, text, text, text, text[], text, text, text, inet, text)');
