import Foundation
import Postgres
import Tenancy
import Vocabulary

/// The worker's SQL on `shared.jobs`. Its role sees all tenants' jobs and nothing else of theirs.
struct JobStore: Sendable {
    let pool: PostgresPool

    /// What one turn brings back or lets through; the rest waits for the next.
    static let batchMax = 1_000
    /// What `shared.end_job` says where the epoch is another's.
    static let leaseLostState = "TH001"

    func claim(_ claim: JobClaim) async throws -> [ClaimedJob] {
        try await pool.batch(claim.statements, context: JobClaim.context).last?.map(ClaimedJob.init) ?? []
    }

    /// What came due and what was left lying, in one round trip.
    func tidy() async throws {
        _ = try await pool.batch([Self.lapse, Self.ripen])
    }

    /// Leases that ran out go back to the queue; their holders' late commits fail on the epoch. A job that
    /// took a worker down with its last attempt is a dead letter like one that failed.
    func releaseLapsed() async throws -> Int { try await pool.single(Self.lapse).affectedCount }

    /// The clock is asked for apart, or no index could answer; the arrays keep the planner from reading the whole
    /// table, because it takes them for short.
    static let lapse: SQL = """
        with lapsed as (
          select tenant_id, job_id from shared.jobs
           where state = 'running' and leased_until < (select clock_timestamp())
           order by leased_until limit \(batchMax) for update skip locked)
        update shared.jobs j
           set state = case when attempt < attempts_max then 'ready' else 'dead' end, fault = 'lease lapsed',
               unique_key = case when attempt < attempts_max then unique_key end,
               leased_until = null, leased_by = null
          from unnest((select array_agg(tenant_id) from lapsed), (select array_agg(job_id) from lapsed))
                 l(tenant_id, job_id)
         where j.tenant_id = l.tenant_id and j.job_id = l.job_id and j.state = 'running'
        """

    static let ripen: SQL = """
        with due as (
          select tenant_id, job_id from shared.jobs
           where state = 'scheduled' and run_at <= (select clock_timestamp())
           order by run_at limit \(batchMax) for update skip locked)
        update shared.jobs j set state = 'ready'
          from unnest((select array_agg(tenant_id) from due), (select array_agg(job_id) from due)) d(tenant_id, job_id)
         where j.tenant_id = d.tenant_id and j.job_id = d.job_id and j.state = 'scheduled'
        """

    /// Keeps the leases of those that are still ours; the others are not among the keys that come back.
    func renew(_ jobs: [ClaimedJob], leaseSeconds: Int) async throws -> Set<ClaimedJob.Key> {
        let rows = try await pool.single(
            """
            update shared.jobs j
               set leased_until = clock_timestamp() + make_interval(secs => \(Double(leaseSeconds)))
              from \(fragment: Self.listed(jobs))
             where j.tenant_id = held.tenant_id and j.job_id = held.job_id and j.epoch = held.epoch
               and j.state = 'running'
            returning j.job_id, j.epoch
            """)
        return Set(try rows.map { ClaimedJob.Key(id: try $0.get("job_id"), epoch: try $0.get("epoch")) })
    }

    func retry(_ job: ClaimedJob, afterSeconds: Double, fault: String) async throws {
        _ = try await pool.single(
            """
            update shared.jobs set state = 'scheduled', leased_until = null, leased_by = null, fault = \(fault),
                   run_at = clock_timestamp() + make_interval(secs => \(afterSeconds))
             where tenant_id = \(job.tenant) and job_id = \(job.id) and epoch = \(job.epoch) and state = 'running'
            """)
    }

    /// As if it had not been claimed: its worker was told to stop before it was done.
    func giveBack(_ job: ClaimedJob) async throws {
        _ = try await pool.single(
            """
            update shared.jobs
               set state = 'ready', attempt = attempt - 1, epoch = epoch + 1, leased_until = null, leased_by = null
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

    /// Jobs that had no transaction of their own end: gone from the live table, kept in the history. Those that
    /// were no longer ours are not among the keys that come back.
    func finish(_ jobs: [ClaimedJob]) async throws -> Set<ClaimedJob.Key> {
        let rows = try await pool.single(
            """
            with ended as (
              delete from shared.jobs j using \(fragment: Self.listed(jobs))
               where j.tenant_id = held.tenant_id and j.job_id = held.job_id and j.epoch = held.epoch
                 and j.state = 'running'
              returning j.tenant_id, j.job_id, j.queue, j.kind, j.attempt, j.created_at, j.epoch
            ), kept as (
              insert into shared.finished_jobs (tenant_id, job_id, queue, kind, attempt, created_at)
              select tenant_id, job_id, queue, kind, attempt, created_at from ended)
            select job_id, epoch from ended
            """)
        return Set(try rows.map { ClaimedJob.Key(id: try $0.get("job_id"), epoch: try $0.get("epoch")) })
    }

    /// The last statement of a job's own transaction; it fails with `leaseLostState`, and all of it.
    static func end(_ job: ClaimedJob) -> SQL {
        "select shared.end_job(\(job.tenant), \(job.id), \(job.epoch))"
    }

    private static func listed(_ jobs: [ClaimedJob]) -> SQL {
        "unnest(\(jobs.map(\.tenant)), \(jobs.map(\.id)), \(jobs.map(\.epoch))) as held(tenant_id, job_id, epoch)"
    }
}
