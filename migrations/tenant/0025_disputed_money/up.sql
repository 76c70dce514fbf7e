-- What a bank has taken back, or withholds until it has decided, is not there to be given back: it is kept beside what
-- was paid, so that whoever promises money under the booking's row sees it.
alter table payments add column disputed_minor bigint not null default 0 check (disputed_minor >= 0);
alter table bookings add column disputed_minor bigint not null default 0 check (disputed_minor >= 0);
grant update (disputed_minor) on payments to travelhub_app;
grant update (disputed_minor) on bookings to travelhub_app;

update payments p set disputed_minor = d.amount
  from (select tenant_id, payment_id, sum(amount_minor) as amount from disputes where state in ('open', 'lost')
         group by 1, 2) d
 where d.tenant_id = p.tenant_id and d.payment_id = p.payment_id;
update bookings b set disputed_minor = d.amount
  from (select tenant_id, booking_id, sum(amount_minor) as amount from disputes where state in ('open', 'lost')
         group by 1, 2) d
 where d.tenant_id = b.tenant_id and d.booking_id = b.booking_id;

-- Disputes stand in the history of money, which is read in the order of identifiers: when each was learnt of is the
-- moment in its own.
alter table disputes add column created_at timestamptz;
update disputes
   set created_at = to_timestamp(('x' || left(replace(dispute_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0);
alter table disputes alter column created_at set default clock_timestamp();
-- Not looked for in the rows there are, which have one by now: nobody waits for that.
alter table disputes add constraint disputes_created_at check (created_at is not null) not valid;
