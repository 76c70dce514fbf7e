package import Postgres

/// One kind of thing that is kept for a time and then goes: how the expired ones are deleted.
package struct Retention: Sendable {
    /// Of one batch, so that neither a lock nor a transaction lasts while a day's worth goes.
    package static let batchMax = 1_000
    /// Batches in one run; what is left waits for the next.
    package static let batchesMax = 100

    /// For the log and the metric: `sessions`, `idempotency_answers`.
    package let name: String
    let sweep: @Sendable () async throws -> Int

    /// `sweep` deletes what has expired and says how many that were.
    package init(name: String, sweep: @escaping @Sendable () async throws -> Int) {
        self.name = name
        self.sweep = sweep
    }

    /// `batch` deletes no more than its argument says; it is repeated until it deletes fewer.
    package init(name: String, batch: @escaping @Sendable (_ limit: Int) async throws -> Int) {
        self.init(name: name) {
            var count = 0
            for _ in 0..<Self.batchesMax {
                let gone = try await batch(Self.batchMax)
                count += gone
                if gone < Self.batchMax { break }
            }
            return count
        }
    }

    package init(name: String, pool: PostgresPool, statement: @escaping @Sendable (_ limit: Int) -> SQL) {
        self.init(name: name) { limit in try await pool.single(statement(limit)).affectedCount }
    }
}
