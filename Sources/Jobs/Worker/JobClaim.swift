import Postgres
import Tenancy
import Vocabulary

/// One grasp into a queue: how much for whom.
struct JobClaim: Sendable {
    let queue: String
    let worker: String
    let limit: Int
    /// At most so many of each tenant now, so that one tenant's thousand do not keep another's one waiting.
    let perTenant: Int
    let leaseSeconds: Int
    /// The walk over the tenants begins behind it and goes round once.
    let after: TenantID
    /// What this worker runs of each tenant already, and how many it runs of one at once.
    var busy: [TenantID: Int] = [:]
    var perTenantMax = Int(Int16.max)

    /// Claims of one queue with a rate take turns, or two of them would spend the same allowance.
    private static let lockSpace: Int32 = 726_198_303

    /// Sent together, in one transaction; the last one's rows are the jobs.
    var statements: [SQL] { [turn, claim] }

    /// The planner knows neither how many tenants there are nor how few jobs are wanted, and would have it compiled:
    /// a hundred times the time that it takes.
    static let uncompiled: SQL = "select set_config('jit', 'off', true)"

    /// As context, since as a caller's statement it would cost the connection all that it has prepared.
    static let context: ContextStatements = { _ in [uncompiled] }

    private var turn: SQL {
        """
        select pg_advisory_xact_lock(\(Self.lockSpace), hashtext(\(queue)))
         where exists (select from shared.queues where queue = \(queue) and per_minute is not null)
            or exists (select from shared.tenant_queues where queue = \(queue) and per_minute is not null)
        """
    }

    /// The arrays keep the planner from reading the whole table for the update, because it takes them for short.
    var claim: SQL {
        """
        with recursive \(fragment: walk), picked as (
          select p.tenant_id, p.job_id
            from (select tenant_id from later union all select tenant_id from front) t
            left join lateral (
              select q.paused_at, q.per_minute, q.spent_until from shared.tenant_queues q
               where q.tenant_id = t.tenant_id and q.queue = \(queue)) own on true
            cross join lateral (
              select j.tenant_id, j.job_id from shared.jobs j
               where j.queue = \(queue) and j.state = 'ready' and j.tenant_id = t.tenant_id
                 and j.run_at <= clock_timestamp()
                 and (j.order_key is null or not exists (
                   select from shared.jobs o
                    where o.tenant_id = j.tenant_id and o.order_key = j.order_key and o.state <> 'dead'
                      and (o.created_at, o.job_id) < (j.created_at, j.job_id)))
               order by j.priority desc, j.run_at
               limit case when own.paused_at is null then greatest(0, least(
                 \(perTenant),
                 \(perTenantMax) - coalesce((select b.running from unnest(\(Array(busy.keys)), \(Array(busy.values)))
                                              b(tenant_id, running) where b.tenant_id = t.tenant_id), 0),
                 case when own.per_minute is not null
                   then shared.queue_allowance(own.per_minute, own.spent_until) end)) else 0 end
               for update skip locked) p
           limit coalesce((
             select case when q.paused_at is not null then 0 when q.per_minute is null then \(limit)
                         else least(\(limit), shared.queue_allowance(q.per_minute, q.spent_until)) end
               from shared.queues q where q.queue = \(queue)), \(limit))
        ), claimed as (
          update shared.jobs j
             set state = 'running', attempt = j.attempt + 1, epoch = j.epoch + 1, leased_by = \(worker),
                 leased_until = clock_timestamp() + make_interval(secs => \(Double(leaseSeconds))),
                 unique_key = case when j.unique_scope = 'waiting' then null else j.unique_key end
            from unnest((select array_agg(tenant_id) from picked), (select array_agg(job_id) from picked))
                   p(tenant_id, job_id)
           where j.tenant_id = p.tenant_id and j.job_id = p.job_id
          returning j.tenant_id, j.job_id, j.queue, j.kind, j.arguments, j.envelope, j.attempt, j.attempts_max,
                    j.epoch, j.request_id, j.trace, j.trace_state, j.created_at
        ), \(fragment: spending)
        select tenant_id, job_id, queue, kind, arguments, envelope, attempt, attempts_max, epoch, request_id, trace,
               trace_state, created_at
          from claimed
        """
    }

    /// The tenants with something ready, one step of the index each, only as far as the claim goes.
    private var walk: SQL {
        """
        later as (
          (select tenant_id from shared.jobs
            where queue = \(queue) and state = 'ready' and tenant_id > \(after) order by tenant_id limit 1)
          union all
          select (select j.tenant_id from shared.jobs j
                   where j.queue = \(queue) and j.state = 'ready' and j.tenant_id > t.tenant_id
                   order by j.tenant_id limit 1)
            from later t where t.tenant_id is not null
        ), front as (
          (select tenant_id from shared.jobs
            where queue = \(queue) and state = 'ready' and tenant_id <= \(after) order by tenant_id limit 1)
          union all
          select (select j.tenant_id from shared.jobs j
                   where j.queue = \(queue) and j.state = 'ready' and j.tenant_id > t.tenant_id
                     and j.tenant_id <= \(after) order by j.tenant_id limit 1)
            from front t where t.tenant_id is not null
        )
        """
    }

    private var spending: SQL {
        """
        spent_of_tenants as (
          update shared.tenant_queues q
             set spent_until = greatest(q.spent_until, clock_timestamp()) + n.taken * interval '1 minute' / q.per_minute
            from (select tenant_id, count(*) as taken from claimed group by tenant_id) n
           where q.tenant_id = n.tenant_id and q.queue = \(queue) and q.per_minute is not null
        ), spent_of_queue as (
          update shared.queues q
             set spent_until = greatest(q.spent_until, clock_timestamp()) + n.taken * interval '1 minute' / q.per_minute
            from (select count(*) as taken from claimed) n
           where q.queue = \(queue) and q.per_minute is not null and n.taken > 0
        )
        """
    }
}
