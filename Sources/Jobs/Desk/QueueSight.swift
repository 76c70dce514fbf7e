package import Foundation
import Postgres
package import Vocabulary

/// How a queue, or one tenant's share of it, is doing and what was said of it.
package struct QueueSight: Sendable {
    package let queue: String
    /// Nil for the whole queue.
    package let tenant: TenantID?
    package let scheduled: Int
    package let ready: Int
    package let running: Int
    package let dead: Int
    /// How long the oldest job that could run has been waiting.
    package let oldestReadySeconds: Double?
    package let pausedAt: Date?
    package let pausedBy: String?
    package let pauseReason: String?
    package let perMinute: Int?

    /// Queues that have jobs or of which something was said, by name.
    static let all: SQL = """
        select coalesce(q.queue, j.queue) as queue, null::uuid as tenant_id, coalesce(j.scheduled, 0) as scheduled,
               coalesce(j.ready, 0) as ready, coalesce(j.running, 0) as running, coalesce(j.dead, 0) as dead,
               extract(epoch from clock_timestamp() - j.oldest)::float8 as oldest, q.paused_at, q.paused_by,
               q.pause_reason, q.per_minute
          from shared.queues q full join (
            select queue, count(*) filter (where state = 'scheduled') as scheduled,
                   count(*) filter (where state = 'ready') as ready,
                   count(*) filter (where state = 'running') as running,
                   count(*) filter (where state = 'dead') as dead, min(run_at) filter (where state = 'ready') as oldest
              from shared.jobs group by queue) j on j.queue = q.queue
         order by 1
        """

    /// Shares of which something was said, by queue.
    static let shares: SQL = """
        select q.queue, q.tenant_id, count(*) filter (where j.state = 'scheduled') as scheduled,
               count(*) filter (where j.state = 'ready') as ready,
               count(*) filter (where j.state = 'running') as running,
               count(*) filter (where j.state = 'dead') as dead,
               extract(epoch from clock_timestamp() - min(j.run_at) filter (where j.state = 'ready'))::float8 as oldest,
               q.paused_at, q.paused_by, q.pause_reason, q.per_minute
          from shared.tenant_queues q
          left join shared.jobs j on j.tenant_id = q.tenant_id and j.queue = q.queue
         where q.paused_at is not null or q.per_minute is not null
         group by q.tenant_id, q.queue order by q.queue, q.tenant_id limit \(sharesMax)
        """
    static let sharesMax = 1_000

    init(_ row: Row) throws {
        queue = try row.get("queue")
        tenant = try row.get("tenant_id")
        scheduled = try row.get("scheduled")
        ready = try row.get("ready")
        running = try row.get("running")
        dead = try row.get("dead")
        oldestReadySeconds = try row.get("oldest")
        pausedAt = try row.get("paused_at")
        pausedBy = try row.get("paused_by")
        pauseReason = try row.get("pause_reason")
        perMinute = try row.get("per_minute", as: Int32?.self).map(Int.init)
    }
}
