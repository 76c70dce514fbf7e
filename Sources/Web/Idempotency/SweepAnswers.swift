package import Postgres

/// Deletes stored answers that have expired, a batch at a time, so that neither a lock nor a transaction
/// lasts while a day's worth of them goes.
package struct SweepAnswers: Sendable {
    package static let batchMax = 1_000
    /// Batches in one run; what is left waits for the next.
    package static let batchesMax = 100

    private let pool: PostgresPool
    private let batchMax: Int

    /// `pool` logs in as `travelhub_worker`.
    package init(pool: PostgresPool, batchMax: Int = SweepAnswers.batchMax) {
        self.pool = pool
        self.batchMax = batchMax
    }

    /// How many went. Throws `PostgresError`; batches before it stay deleted.
    package func run() async throws -> Int {
        var count = 0
        for _ in 0..<Self.batchesMax {
            let gone = try await sweep()
            count += gone
            if gone < batchMax { break }
        }
        return count
    }

    /// One batch. A row that a new request took over meanwhile has a new expiry, and is not deleted.
    func sweep() async throws -> Int {
        try await pool.single(
            """
            delete from shared.idempotency_keys
             where expires_at <= clock_timestamp()
               and (tenant_id, fingerprint) in (
                 select tenant_id, fingerprint from shared.idempotency_keys
                  where expires_at <= (select clock_timestamp()) order by expires_at limit \(batchMax))
            """
        ).affectedCount
    }
}
