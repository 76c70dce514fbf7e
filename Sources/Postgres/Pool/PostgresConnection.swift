internal import Synchronization

/// A connection on loan: for work that has to stay on one session.
package final class PostgresConnection: Sendable {
    private let pooled: PooledLink
    private let isOver = Atomic<Bool>(false)

    init(_ pooled: PooledLink) { self.pooled = pooled }

    package var session: PostgresSession { pooled.session }
    package var backendPID: Int32 { pooled.session.backendPID }
    /// Round trips since the connection was opened.
    package var roundTrips: Int { pooled.link.gauge.roundTrips }

    /// One statement, one round trip; its own transaction unless one was begun.
    package func run(_ statement: SQL, namespace: String = "") async throws -> Rows {
        try await run([statement], namespace: namespace)[0]
    }

    /// Several statements in one round trip; one implicit transaction unless one was begun.
    package func run(_ batch: [SQL], namespace: String = "") async throws -> [Rows] {
        guard !batch.isEmpty else { return [] }
        return try await perform(.exchange(Exchange(batch, namespace: namespace))).rows
    }

    /// A text of several statements by the simple protocol, as migrations are written.
    ///
    /// Without `begin` in it the whole text is one transaction.
    /// - Returns: the answer of each statement.
    @discardableResult
    package func script(_ text: String) async throws -> [Rows] {
        try await perform(.script(text)).rows
    }

    /// Rows into a table by binary COPY, read from `rows` as fast as the socket takes them.
    ///
    /// - Returns: how many rows the server took.
    @discardableResult
    package func copyIn(
        schema: String? = nil, table: String, columns: [String], rows: some Sequence<CopyRow> & Sendable
    ) async throws -> Int {
        let name: SQL =
            if let schema { "\(identifier: schema).\(identifier: table)" } else { "\(identifier: table)" }
        let reply = try await perform(.copy(CopyIn(table: name, columns: columns, rows: rows)))
        return reply.rows.first?.affectedCount ?? 0
    }

    func end() { isOver.store(true, ordering: .releasing) }

    private func perform(_ work: Pending.Work) async throws -> Reply {
        guard !isOver.load(ordering: .acquiring) else { throw PostgresError.leaseOver }
        let reply = try await pooled.link.perform(work)
        if let failure = reply.failure { throw failure.error }
        return reply
    }
}
