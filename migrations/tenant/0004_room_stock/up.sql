-- How many rooms there are each night, and who holds them. Whatever path a hold comes by, a trigger
-- counts it here, and the check refuses one room too many: the application cannot write the counts.

-- Rows are updated with every hold, so a fifth of each page is kept free for new versions.
create table room_nights (
  tenant_id uuid not null,
  room_type_id uuid not null,
  night date not null,
  capacity integer not null check (capacity >= 0),
  held integer not null default 0 check (held >= 0),
  sold integer not null default 0 check (sold >= 0),
  primary key (tenant_id, room_type_id, night),
  foreign key (tenant_id, room_type_id) references room_types (tenant_id, room_type_id),
  constraint room_nights_not_oversold check (held + sold <= capacity)
) with (fillfactor = 80);
select tenancy.protect('room_nights', 'select');
grant insert (tenant_id, room_type_id, night, capacity) on room_nights to travelhub_app;
grant update (capacity) on room_nights to travelhub_app;

-- One row a booking, room type and night. A hold that lapsed counts until somebody needs its room,
-- but never stands in that somebody's way.
create table room_holds (
  tenant_id uuid not null,
  hold_id uuid not null,
  booking_id uuid not null,
  room_type_id uuid not null,
  night date not null,
  quantity integer not null check (quantity between 1 and 100),
  state text not null check (state in ('held', 'sold', 'released')),
  expires_at timestamptz not null,
  primary key (tenant_id, hold_id),
  foreign key (tenant_id, room_type_id, night) references room_nights (tenant_id, room_type_id, night)
);
create index room_holds_booking on room_holds (tenant_id, booking_id);
create index room_holds_night on room_holds (tenant_id, room_type_id, night) where state = 'held';
create index room_holds_lapse on room_holds (tenant_id, expires_at) where state = 'held';
select tenancy.protect('room_holds');

-- Moves the counts of the nights whose holds a statement changed. Nights are locked in one order by
-- everyone, before the holds, so that no two wait for each other. Runs as travelhub_trigger, which
-- may write the counts but is held to the tenant policy like the application.
create function count_room_holds() returns trigger
language plpgsql security definer
as $$
declare
  tenants uuid[];
  room_type_ids uuid[];
  nights date[];
  held_changes integer[];
  sold_changes integer[];
  counted integer;
begin
  if tg_op = 'INSERT' then
    select array_agg(c.tenant_id), array_agg(c.room_type_id), array_agg(c.night),
           array_agg(c.held), array_agg(c.sold)
      into tenants, room_type_ids, nights, held_changes, sold_changes
      from (select a.tenant_id, a.room_type_id, a.night,
                   coalesce(sum(a.quantity) filter (where a.state = 'held'), 0)::integer as held,
                   coalesce(sum(a.quantity) filter (where a.state = 'sold'), 0)::integer as sold
              from added a where a.state <> 'released'
             group by a.tenant_id, a.room_type_id, a.night) c;
  elsif tg_op = 'DELETE' then
    select array_agg(c.tenant_id), array_agg(c.room_type_id), array_agg(c.night),
           array_agg(-c.held), array_agg(-c.sold)
      into tenants, room_type_ids, nights, held_changes, sold_changes
      from (select r.tenant_id, r.room_type_id, r.night,
                   coalesce(sum(r.quantity) filter (where r.state = 'held'), 0)::integer as held,
                   coalesce(sum(r.quantity) filter (where r.state = 'sold'), 0)::integer as sold
              from removed r where r.state <> 'released'
             group by r.tenant_id, r.room_type_id, r.night) c;
  else
    if exists (select from removed r join added a on a.tenant_id = r.tenant_id and a.hold_id = r.hold_id
                where r.state = 'held' and a.state = 'sold' and r.expires_at <= clock_timestamp()) then
      raise exception 'a lapsed hold is not sold'
        using errcode = 'check_violation', constraint = 'room_holds_not_lapsed', table = 'room_holds';
    end if;
    select array_agg(c.tenant_id), array_agg(c.room_type_id), array_agg(c.night),
           array_agg(c.held), array_agg(c.sold)
      into tenants, room_type_ids, nights, held_changes, sold_changes
      from (select m.tenant_id, m.room_type_id, m.night,
                   coalesce(sum(m.quantity) filter (where m.state = 'held'), 0)::integer as held,
                   coalesce(sum(m.quantity) filter (where m.state = 'sold'), 0)::integer as sold
              from (select a.tenant_id, a.room_type_id, a.night, a.state, a.quantity from added a
                    union all
                    select r.tenant_id, r.room_type_id, r.night, r.state, -r.quantity from removed r) m
             group by m.tenant_id, m.room_type_id, m.night) c
     where c.held <> 0 or c.sold <> 0;
  end if;
  if tenants is null then
    return null;
  end if;

  perform from room_nights n
     join unnest(tenants, room_type_ids, nights) as c (tenant_id, room_type_id, night)
       on n.tenant_id = c.tenant_id and n.room_type_id = c.room_type_id and n.night = c.night
    order by n.tenant_id, n.room_type_id, n.night
      for no key update of n;

  -- Only a night that would be overfull is worth a look for lapsed holds, other than those that are
  -- being counted. This fires the trigger again, which then only subtracts.
  if tg_op <> 'DELETE' then
    update room_holds h set state = 'released'
      from unnest(tenants, room_type_ids, nights, held_changes, sold_changes)
             as c (tenant_id, room_type_id, night, held, sold)
      join room_nights n
        on n.tenant_id = c.tenant_id and n.room_type_id = c.room_type_id and n.night = c.night
     where c.held + c.sold > 0
       and n.held + n.sold + c.held + c.sold > n.capacity
       and h.tenant_id = n.tenant_id and h.room_type_id = n.room_type_id and h.night = n.night
       and h.state = 'held' and h.expires_at <= clock_timestamp()
       and not exists (select from added a where a.tenant_id = h.tenant_id and a.hold_id = h.hold_id);
  end if;

  update room_nights n set held = n.held + c.held, sold = n.sold + c.sold
    from unnest(tenants, room_type_ids, nights, held_changes, sold_changes)
           as c (tenant_id, room_type_id, night, held, sold)
   where n.tenant_id = c.tenant_id and n.room_type_id = c.room_type_id and n.night = c.night;
  get diagnostics counted = row_count;
  if counted <> cardinality(tenants) then
    raise exception 'a hold on a night that is not on sale'
      using errcode = 'foreign_key_violation', constraint = 'room_holds_night', table = 'room_holds';
  end if;
  return null;
end
$$;

create trigger count_added after insert on room_holds
  referencing new table as added
  for each statement execute function count_room_holds();
create trigger count_changed after update on room_holds
  referencing old table as removed new table as added
  for each statement execute function count_room_holds();
create trigger count_removed after delete on room_holds
  referencing old table as removed
  for each statement execute function count_room_holds();

-- The function sees this schema's tables and no others, whoever calls and whatever path they set.
-- A new owner needs create on the schema at the moment it is given the function, and only then.
revoke all on function count_room_holds() from public;
do $$
declare
  target constant text := current_setting('tenancy.target_schema');
begin
  execute format('alter function count_room_holds() set search_path = %I, pg_temp', target);
  execute format('grant create on schema %I to travelhub_trigger', target);
  perform tenancy.guard('count_room_holds()');
  execute format('revoke create on schema %I from travelhub_trigger', target);
end
$$;
