package import Logging
package import Postgres
import ServiceLifecycle

/// Gives committed events their position, one process at a time.
///
/// An id, a sequence or a clock would order events by when they began; a reader that had seen number
/// seven could then miss a six that committed later.
package struct OutboxSequencer: Service {
    package static let pollSeconds = 0.2
    static let batchMax = 1_000
    private static let lockKey = 7_261_983_002

    private let pool: PostgresPool
    private let logger: Logger

    /// `pool` logs in as `travelhub_worker`.
    package init(pool: PostgresPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await turn() == Self.batchMax { continue }
                } catch {
                    logger.warning("outbox not sequenced", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: .seconds(Self.pollSeconds)) } catch { return }
            }
        }
    }

    /// Positions the events committed until now; how many there were.
    package func turn() async throws -> Int {
        try await pool.transaction { transaction in
            // A statement of its own: the next one's snapshot must be younger than the lock.
            let lock = try await transaction.run("select pg_try_advisory_xact_lock(\(Self.lockKey)) as gained")
            guard try lock.only().get("gained", as: Bool.self) else { return 0 }
            let rows = try await transaction.run(
                """
                with batch as (
                  select tenant_id, event_id, created_at, row_number() over (order by created_at, event_id) as step
                    from (select tenant_id, event_id, created_at from shared.outbox_events
                           where position is null order by created_at, event_id limit \(Self.batchMax)) as waiting
                ), moved as (
                  update shared.outbox_events e set position = s.last_position + b.step
                    from batch b, shared.outbox_sequence s
                   where e.tenant_id = b.tenant_id and e.event_id = b.event_id and e.created_at = b.created_at
                  returning 1
                ), counted as (select count(*) as count from moved)
                update shared.outbox_sequence set last_position = last_position + counted.count
                  from counted returning counted.count
                """)
            return try rows.only().get("count")
        }
    }
}
