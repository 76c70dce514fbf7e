-- What becomes of a tenant's hosts is news to whoever follows the outbox, told in the transaction of the effect. That is
-- on platform tables, whose login has no right on the outbox beyond this: to tell of hosts, and of nothing else.
create function platform.record_domain_event(
  tenant uuid, event uuid, kind text, claim uuid, payload jsonb, request_id text)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if $3 not like 'domain.%' then
    raise exception 'no event of a host: %', $3 using errcode = 'check_violation';
  end if;
  insert into shared.outbox_events (tenant_id, event_id, kind, subject_id, payload, request_id)
  values ($1, $2, $3, $4, $5, $6);
end
$$;
revoke all on function platform.record_domain_event(uuid, uuid, text, uuid, jsonb, text) from public;
grant execute on function platform.record_domain_event(uuid, uuid, text, uuid, jsonb, text) to travelhub_platform;
