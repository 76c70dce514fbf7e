-- Queues that can be paused and held to a rate, jobs that wait for their hour apart from those that are due,
-- uniqueness of three reaches, schedules that outlive a killed worker.

-- What is not due yet stands apart: a claim would have to step over all of it otherwise.
alter table shared.jobs drop constraint jobs_state_check;
alter table shared.jobs
  add constraint jobs_state_check check (state in ('scheduled', 'ready', 'running', 'dead')) not valid;
-- Nobody waits for it: this one allows more than the one it replaces, and the table holds live jobs only.
alter table shared.jobs validate constraint jobs_state_check;
-- Null: until the job is done. 'waiting': only until a worker takes it.
alter table shared.jobs add column unique_scope text;
-- Rows change state several times and go; the dead ones are cleared away before an index is full of them.
alter table shared.jobs set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

-- The table holds what is live, so that an index is made in the time of a few statements.
-- squawk-ignore require-concurrent-index-creation
create index jobs_scheduled on shared.jobs (run_at) where state = 'scheduled';
comment on index shared.jobs_scheduled is 'not led by tenant: what comes due is found wherever it is';
-- squawk-ignore require-concurrent-index-creation
create index jobs_dead on shared.jobs (job_id) where state = 'dead';
comment on index shared.jobs_dead is 'not led by tenant: operators look through all dead letters, newest first';

-- Queues that operators said something of. One that is not here runs freely.
create table shared.queues (
  queue text primary key check (queue ~ '^[a-z][a-z_]{0,30}$'),
  paused_at timestamptz,
  paused_by text,
  pause_reason text,
  per_minute integer check (per_minute between 1 and 1000000),
  spent_until timestamptz not null default '-infinity'
);
grant select, insert, update on shared.queues to travelhub_worker;

-- The same for one tenant's share of a queue.
create table shared.tenant_queues (
  tenant_id uuid not null,
  queue text not null check (queue ~ '^[a-z][a-z_]{0,30}$'),
  paused_at timestamptz,
  paused_by text,
  pause_reason text,
  per_minute integer check (per_minute between 1 and 1000000),
  spent_until timestamptz not null default '-infinity',
  primary key (tenant_id, queue)
);
create index tenant_queues_limited on shared.tenant_queues (queue) where per_minute is not null;
comment on index shared.tenant_queues_limited is
  'not led by tenant: a claim asks whether any tenant of its queue is held to a rate';
select tenancy.protect_shared('tenant_queues', 'select', 'select, insert, update');

-- How many jobs may start now. A rate is a clock that runs ahead: each job puts `spent_until` forward by its
-- share of a minute, and it may be ahead of now by no more than a second's worth, or by one job where that is
-- more (the generic cell rate algorithm). So no minute sees more than the rate and one second's worth.
create function shared.queue_allowance(per_minute integer, spent_until timestamptz) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
  select case when per_minute is null then 1000000 else greatest(0, floor(
    ceil(per_minute / 60.0)
    - extract(epoch from greatest(spent_until, clock_timestamp()) - clock_timestamp()) * per_minute / 60.0
    + 0.000001)::integer) end
$$;
revoke all on function shared.queue_allowance(integer, timestamptz) from public;
grant execute on function shared.queue_allowance(integer, timestamptz) to travelhub_worker;

-- Keys that keep another job of theirs out for a while, also when the first is long done.
create table shared.job_periods (
  tenant_id uuid not null,
  kind text not null,
  unique_key text not null,
  ends_at timestamptz not null,
  primary key (tenant_id, kind, unique_key)
);
create index job_periods_end on shared.job_periods (ends_at);
comment on index shared.job_periods_end is 'not led by tenant: the sweeper takes what has ended wherever it is';
select tenancy.protect_shared('job_periods', 'select, insert, update', 'select, delete');

-- What a probe of the queue did: each run of it leaves a row, so that one too many would show.
create table shared.job_probes (
  tenant_id uuid not null,
  probe_id uuid not null,
  number integer not null,
  attempt integer not null,
  ran_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, probe_id, number, attempt)
);
create index job_probes_age on shared.job_probes (ran_at);
comment on index shared.job_probes_age is 'not led by tenant: the sweeper takes old ones wherever they are';
select tenancy.protect_shared('job_probes', 'select, insert', 'select, delete');

-- Ends a job in the transaction of its effect. It fails where the lease was lost, and with it that
-- transaction: the effect, the end and the commit can travel together, without an answer between them.
create function shared.end_job(ended_tenant uuid, ended_job uuid, ended_epoch bigint) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  with ended as (
    delete from shared.jobs
     where tenant_id = ended_tenant and job_id = ended_job and epoch = ended_epoch and state = 'running'
    returning tenant_id, job_id, queue, kind, attempt, created_at)
  insert into shared.finished_jobs (tenant_id, job_id, queue, kind, attempt, created_at)
  select tenant_id, job_id, queue, kind, attempt, created_at from ended;
  if not found then
    raise exception 'the lease of job % was lost', ended_job using errcode = 'TH001';
  end if;
end
$$;
revoke all on function shared.end_job(uuid, uuid, bigint) from public;
grant execute on function shared.end_job(uuid, uuid, bigint) to travelhub_app;

-- Months of finished jobs that are over for long enough go whole; how many jobs that were.
create function shared.drop_finished_jobs(months_kept integer) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- Those who finish jobs wait for no more than this; who finds them busy tries again tomorrow.
set lock_timeout = '2s'
as $$
declare
  partition record;
  kept_from constant date :=
    (date_trunc('month', clock_timestamp() at time zone 'UTC') - make_interval(months => months_kept))::date;
  rows bigint;
  gone bigint := 0;
begin
  if months_kept not between 2 and 120 then
    raise exception 'months_kept is 2 to 120';
  end if;
  for partition in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'shared.finished_jobs'::regclass and c.relname ~ '^finished_jobs_[0-9]{4}_[0-9]{2}$'
       and to_date(right(c.relname, 7), 'YYYY_MM') < kept_from
  loop
    execute format('select count(*) from shared.%I', partition.relname) into rows;
    execute format('drop table shared.%I', partition.relname);
    gone := gone + rows;
  end loop;
  return gone;
end
$$;
revoke all on function shared.drop_finished_jobs(integer) from public;
grant execute on function shared.drop_finished_jobs(integer) to travelhub_worker;

-- A slot is taken under a lease, so that one whose worker was killed is taken up by another.
alter table shared.schedules add column expression text;
alter table shared.schedules add column zone text;
alter table shared.schedules add column next_slot timestamptz;
alter table shared.schedules add column paused_at timestamptz;
alter table shared.schedules add column paused_by text;
alter table shared.schedules add column wanted_at timestamptz;
alter table shared.schedules add column wanted_by text;
alter table shared.schedules add column leased_until timestamptz;
alter table shared.schedules add column leased_by text;
alter table shared.schedules add column epoch bigint not null default 0;
alter table shared.schedules add column started_at timestamptz;
alter table shared.schedules add column finished_at timestamptz;
alter table shared.schedules add column has_failed boolean;

-- A queue is paused and a schedule run by the worker's login, and what operators did stands with the platform's.
grant usage on schema platform to travelhub_worker;
grant insert on platform.audit_entries to travelhub_worker;
