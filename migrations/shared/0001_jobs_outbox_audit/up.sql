-- One physical table each, whatever mode the tenants are in: a worker looks in one place.

-- Live jobs only. A job that has ended moves to shared.finished_jobs, which is partitioned; this one
-- is not, because a unique key could then not hold across months.
create table shared.jobs (
  tenant_id uuid not null,
  job_id uuid not null,
  queue text not null check (queue ~ '^[a-z][a-z_]{0,30}$'),
  kind text not null,
  arguments text not null,
  envelope bytea not null,
  priority smallint not null default 0 check (priority between -100 and 100),
  order_key text,
  unique_key text,
  state text not null default 'ready' check (state in ('ready', 'running', 'dead')),
  run_at timestamptz not null default clock_timestamp(),
  attempt integer not null default 0,
  attempts_max integer not null default 12 check (attempts_max between 1 and 50),
  epoch bigint not null default 0,
  leased_until timestamptz,
  leased_by text,
  fault text,
  request_id text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, job_id),
  check ((state = 'running') = (leased_until is not null))
);
create unique index jobs_unique on shared.jobs (tenant_id, kind, unique_key) where unique_key is not null;
create index jobs_order on shared.jobs (tenant_id, order_key, created_at) where order_key is not null;
create index jobs_claim on shared.jobs (queue, tenant_id, priority desc, run_at) where state = 'ready';
comment on index shared.jobs_claim is
  'not led by tenant: the worker walks the tenants of one queue, one step each, to be fair';
create index jobs_lapsed on shared.jobs (leased_until) where state = 'running';
comment on index shared.jobs_lapsed is 'not led by tenant: leases that ran out are found wherever they are';
select tenancy.protect_shared('jobs', 'select, insert, update, delete', 'select, update, delete');

create table shared.finished_jobs (
  tenant_id uuid not null,
  job_id uuid not null,
  queue text not null,
  kind text not null,
  attempt integer not null,
  created_at timestamptz not null,
  finished_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, job_id, finished_at)
) partition by range (finished_at);
select tenancy.protect_shared('finished_jobs', 'select, insert', 'select, insert');

-- Events of a tenant, written in the transaction of their cause. The position comes after commit,
-- from the one sequencer, so that a reader which has seen n has seen all up to n.
create table shared.outbox_events (
  tenant_id uuid not null,
  event_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  payload jsonb not null,
  request_id text,
  position bigint,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, event_id, created_at)
) partition by range (created_at);
create index outbox_unsequenced on shared.outbox_events (created_at, event_id) where position is null;
comment on index shared.outbox_unsequenced is 'not led by tenant: the sequencer follows one order over all tenants';
create index outbox_position on shared.outbox_events (position) where position is not null;
comment on index shared.outbox_position is 'not led by tenant: readers follow one order over all tenants';
select tenancy.protect_shared('outbox_events', 'select, insert', 'select');
grant update (position) on shared.outbox_events to travelhub_worker;

create table shared.outbox_sequence (
  only_row boolean primary key default true check (only_row),
  last_position bigint not null default 0
);
insert into shared.outbox_sequence default values;
grant select, update on shared.outbox_sequence to travelhub_worker;

create table shared.outbox_cursors (
  subscriber text primary key,
  position bigint not null default 0
);
grant select, insert, update on shared.outbox_cursors to travelhub_worker;

-- One row per schedule, claimed by moving last_slot forward on the database's clock.
create table shared.schedules (
  name text primary key,
  last_slot timestamptz not null,
  last_result text
);
grant select, insert, update on shared.schedules to travelhub_worker;

create table shared.audit_entries (
  tenant_id uuid not null,
  entry_id uuid not null,
  action text not null,
  actor text not null,
  on_behalf_of text,
  subject_kind text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  address inet,
  request_id text,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, entry_id, recorded_at)
) partition by range (recorded_at);
create index audit_entries_subject on shared.audit_entries (tenant_id, subject_kind, subject_id, recorded_at);
select tenancy.protect_shared('audit_entries', 'select, insert', 'select');

-- Funnel and other measurements without personal data.
create table shared.funnel_events (
  tenant_id uuid not null,
  event_id uuid not null,
  step text not null check (step in ('search', 'view', 'quote', 'hold', 'confirm', 'cancel')),
  locale text not null,
  currency text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, event_id, recorded_at)
) partition by range (recorded_at);
create index funnel_events_step on shared.funnel_events (tenant_id, step, recorded_at);
select tenancy.protect_shared('funnel_events', 'select, insert', 'select');

-- Makes the monthly partitions from the present month on. Each carries the policies itself, since
-- access that names a partition skips its parent's; nobody is granted such access besides.
create function shared.ensure_partitions(months_ahead integer) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  parent text;
  month date;
  partition text;
  made integer := 0;
begin
  if months_ahead not between 0 and 24 then
    raise exception 'months_ahead is 0 to 24';
  end if;
  foreach parent in array array['finished_jobs', 'outbox_events', 'audit_entries', 'funnel_events'] loop
    for step in -1..months_ahead loop
      month := (date_trunc('month', clock_timestamp() at time zone 'UTC') + make_interval(months => step))::date;
      partition := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
      continue when to_regclass(format('shared.%I', partition)) is not null;
      execute format(
        'create table shared.%I partition of shared.%I for values from (%L) to (%L)',
        partition, parent, month::timestamp at time zone 'UTC',
        (month + interval '1 month') at time zone 'UTC');
      execute format('alter table shared.%I enable row level security, force row level security', partition);
      execute format(
        'create policy tenant on shared.%I to travelhub_app, travelhub_trigger '
        'using (tenant_id = (select tenancy.current_tenant())) '
        'with check (tenant_id = (select tenancy.current_tenant()))', partition);
      execute format(
        'create policy maintenance on shared.%I to travelhub_owner using (true) with check (true)', partition);
      execute format(
        'create policy claim on shared.%I to travelhub_worker using (true) with check (true)', partition);
      made := made + 1;
    end loop;
  end loop;
  return made;
end
$$;
revoke all on function shared.ensure_partitions(integer) from public;
grant execute on function shared.ensure_partitions(integer) to travelhub_worker;
select shared.ensure_partitions(3);
