package import Foundation
package import Logging
package import Postgres
package import ServiceLifecycle
package import Vocabulary

/// One subscriber's walk along the outbox: each event at least once, in order, from where it stood.
package struct OutboxReader: Service {
    package struct Event: Sendable {
        package let tenant: TenantID
        package let id: UUID
        package let position: Int
        package let kind: String
        package let subject: UUID
        package let payload: JSONText
        package let createdAt: Date
    }

    static let batchMax = 200
    static let pollSeconds = 0.5

    private let subscriber: String
    private let pool: PostgresPool
    private let logger: Logger
    private let handle: @Sendable (Event) async throws -> Void

    /// `handle` is repeated for an event whose handling was interrupted.
    package init(
        subscriber: String, pool: PostgresPool, logger: Logger,
        handle: @escaping @Sendable (Event) async throws -> Void
    ) {
        self.subscriber = subscriber
        self.pool = pool
        self.logger = logger
        self.handle = handle
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await turn() == Self.batchMax { continue }
                } catch {
                    logger.warning("outbox not read", metadata: ["subscriber": "\(subscriber)", "error": "\(error)"])
                }
                do { try await Task.sleep(for: .seconds(Self.pollSeconds)) } catch { return }
            }
        }
    }

    /// Handles what has come since the cursor and moves it; the number of events.
    package func turn() async throws -> Int {
        _ = try await pool.single(
            "insert into shared.outbox_cursors (subscriber) values (\(subscriber)) on conflict do nothing")
        return try await pool.transaction { transaction in
            let cursor = try await transaction.run(
                "select position from shared.outbox_cursors where subscriber = \(subscriber) for update skip locked")
            guard let position: Int = try cursor.first?.get("position") else { return 0 }
            let rows = try await transaction.run(
                """
                select tenant_id, event_id, position, kind, subject_id, payload, created_at from shared.outbox_events
                 where position > \(position) order by position limit \(Self.batchMax)
                """)
            var last = position
            for row in rows {
                let event = try Self.event(row)
                try await handle(event)
                last = event.position
            }
            if last > position {
                _ = try await transaction.run(
                    "update shared.outbox_cursors set position = \(last) where subscriber = \(subscriber)")
            }
            return rows.count
        }
    }

    private static func event(_ row: Row) throws -> Event {
        Event(
            tenant: try row.get("tenant_id"), id: try row.get("event_id"), position: try row.get("position"),
            kind: try row.get("kind"), subject: try row.get("subject_id"), payload: try row.get("payload"),
            createdAt: try row.get("created_at"))
    }
}
