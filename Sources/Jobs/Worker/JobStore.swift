import Foundation
import Postgres
import Tenancy
import Vocabulary

/// The worker's SQL on `shared.jobs`. Its role sees all tenants' jobs and nothing else of theirs.
struct JobStore: Sendable {
    let pool: PostgresPool

    /// Up to `limit` jobs of a queue, at most `perTenant` of each tenant, so that one tenant's thousand
    /// do not keep another's one waiting.
    ///
    /// The walk over the tenants begins behind `after` and goes round once.
    func claim(
        queue: String, worker: String, limit: Int, perTenant: Int, leaseSeconds: Int, after: TenantID
    ) async throws -> [ClaimedJob] {
        let rows = try await pool.single(
            """
            with recursive later as (
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
            ), picked as (
              select p.tenant_id, p.job_id
                from (select tenant_id from later union all select tenant_id from front) t cross join lateral (
                  select j.tenant_id, j.job_id from shared.jobs j
                   where j.queue = \(queue) and j.state = 'ready' and j.tenant_id = t.tenant_id
                     and j.run_at <= clock_timestamp()
                     and (j.order_key is null or not exists (
                       select from shared.jobs o
                        where o.tenant_id = j.tenant_id and o.order_key = j.order_key and o.state <> 'dead'
                          and (o.created_at, o.job_id) < (j.created_at, j.job_id)))
                   order by j.priority desc, j.run_at limit \(perTenant)
                   for update skip locked) p
               limit \(limit)
            )
            update shared.jobs j
               set state = 'running', attempt = j.attempt + 1, epoch = j.epoch + 1, leased_by = \(worker),
                   leased_until = clock_timestamp() + make_interval(secs => \(Double(leaseSeconds)))
              from picked p where j.tenant_id = p.tenant_id and j.job_id = p.job_id
            returning j.tenant_id, j.job_id, j.queue, j.kind, j.arguments, j.envelope, j.attempt, j.attempts_max,
                      j.epoch, j.request_id, j.created_at
            """)
        return try rows.map(ClaimedJob.init)
    }

    /// Leases that ran out go back to the queue; their holders' late commits fail on the epoch. A job that
    /// took a worker down with its last attempt is a dead letter like one that failed.
    func releaseLapsed() async throws -> Int {
        try await pool.single(
            """
            update shared.jobs
               set state = case when attempt < attempts_max then 'ready' else 'dead' end, fault = 'lease lapsed',
                   unique_key = case when attempt < attempts_max then unique_key end,
                   leased_until = null, leased_by = null
             where state = 'running' and leased_until < clock_timestamp()
            """
        ).affectedCount
    }

    /// False when the lease is no longer ours.
    func heartbeat(_ job: ClaimedJob, leaseSeconds: Int) async throws -> Bool {
        try await pool.single(
            """
            update shared.jobs set leased_until = clock_timestamp() + make_interval(secs => \(Double(leaseSeconds)))
             where tenant_id = \(job.tenant) and job_id = \(job.id) and epoch = \(job.epoch) and state = 'running'
            """
        ).affectedCount == 1
    }

    func retry(_ job: ClaimedJob, afterSeconds: Double, fault: String) async throws {
        _ = try await pool.single(
            """
            update shared.jobs set state = 'ready', leased_until = null, leased_by = null, fault = \(fault),
                   run_at = clock_timestamp() + make_interval(secs => \(afterSeconds))
             where tenant_id = \(job.tenant) and job_id = \(job.id) and epoch = \(job.epoch) and state = 'running'
            """)
    }

    /// A dead letter keeps its arguments, so that it can be replayed when the cause is gone. Its unique key
    /// it gives up: only live jobs keep another of the key out.
    func bury(_ job: ClaimedJob, fault: String) async throws {
        _ = try await pool.single(
            """
            update shared.jobs
               set state = 'dead', leased_until = null, leased_by = null, unique_key = null, fault = \(fault)
             where tenant_id = \(job.tenant) and job_id = \(job.id) and epoch = \(job.epoch) and state = 'running'
            """)
    }

    /// Runs in the job's last transaction or alone: gone from the live table, kept in the history.
    static func finish(_ job: ClaimedJob) -> SQL {
        """
        with ended as (
          delete from shared.jobs
           where tenant_id = \(job.tenant) and job_id = \(job.id) and epoch = \(job.epoch) and state = 'running'
          returning tenant_id, job_id, queue, kind, attempt, created_at)
        insert into shared.finished_jobs (tenant_id, job_id, queue, kind, attempt, created_at)
        select tenant_id, job_id, queue, kind, attempt, created_at from ended
        """
    }
}
