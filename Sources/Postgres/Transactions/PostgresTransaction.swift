internal import Synchronization

/// An explicit transaction, alive inside the closure it was given to.
///
/// `begin` and the context travel with the first statement, so they cost no round trip, and a body
/// that runs nothing sends nothing.
package final class PostgresTransaction: Sendable {
    struct Progress {
        var opening: [Exchange.Step]?
        var isBegun = false
        var isOver = false
        var isCommitted = false
        var beginError: PostgresError?
        var commitError: PostgresError?
        /// The last refusal that asks for the whole transaction to be run again.
        var retryable: PostgresError?
        /// The transaction ended with that refusal unresolved, whatever the body made of it.
        var failedRetryably = false
    }

    let pooled: PooledLink
    private let options: TransactionOptions
    private let context: ContextStatements?
    private let namespace: String
    let progress = Mutex(Progress())

    init(_ pooled: PooledLink, options: TransactionOptions, context: ContextStatements?, namespace: String) {
        self.pooled = pooled
        self.options = options
        self.context = context
        self.namespace = namespace
    }

    package var session: PostgresSession { pooled.session }

    /// Round trips of the connection since it was opened, for tests that count.
    package var roundTrips: Int { pooled.link.gauge.roundTrips }

    /// - Throws: ``PostgresError``; after any of them the transaction can only be rolled back.
    package func run(_ statement: SQL) async throws -> Rows { try await run([statement])[0] }

    /// Several statements in one round trip.
    package func run(_ batch: [SQL]) async throws -> [Rows] {
        guard !batch.isEmpty else { return [] }
        return try await send(batch, ending: nil).rows
    }

    /// The last statements and the commit in one round trip; the transaction ends with it.
    ///
    /// - Throws: ``PostgresError`` of the statement that failed, or of the commit itself (a deferred
    ///   constraint). ``PostgresPool/transaction(_:context:namespace:_:)`` tells the two apart.
    @discardableResult
    package func commit(after batch: [SQL]) async throws -> [Rows] {
        let reply = try await send(batch, ending: "commit")
        progress.withLock { $0.isCommitted = true }
        return reply.rows
    }

    private func send(_ batch: [SQL], ending: SQL?) async throws -> Reply {
        var steps = try opening(endsTransaction: ending != nil)
        for sql in batch { steps.append(Exchange.Step(sql: sql, role: .caller)) }
        if let ending { steps.append(Exchange.Step(sql: ending, role: .ending)) }
        let reply: Reply
        do {
            reply = try await pooled.link.send(Exchange(steps: steps, namespace: namespace))
        } catch let error as PostgresError {
            if ending != nil, error.outcomeUnknown { progress.withLock { $0.commitError = error } }
            throw error
        }
        if let failure = reply.failure { throw noted(failure) }
        if ending != nil, reply.endingTag != "COMMIT" { throw noted(.notCommitted) }
        return reply
    }

    /// What has to be sent before the first statement; the link leaves it out once the transaction is open.
    ///
    /// An attempt to commit ends the transaction whatever comes of it: a statement after it would
    /// silently begin another.
    private func opening(endsTransaction: Bool) throws -> [Exchange.Step] {
        try progress.withLock { progress in
            guard !progress.isOver else { throw PostgresError.transactionOver }
            progress.isBegun = true
            progress.isOver = endsTransaction
            if let known = progress.opening { return known }
            var steps = [Exchange.Step(sql: options.begin, role: .opening)]
            for sql in try context?(pooled.session) ?? [] { steps.append(Exchange.Step(sql: sql, role: .opening)) }
            progress.opening = steps
            return steps
        }
    }

    private func noted(_ failure: Reply.Failure) -> PostgresError {
        progress.withLock { progress in
            switch failure.role {
            case .opening, .context: progress.beginError = failure.error
            case .ending: progress.commitError = failure.error
            case .caller, .reset: break
            }
            if failure.error.isRetryable { progress.retryable = failure.error }
            return failure.error
        }
    }
}

extension Reply.Failure {
    /// A server that answers `commit` with the tag `ROLLBACK` was in a failed transaction.
    static let notCommitted = Reply.Failure(
        error: PostgresError(sqlState: "25P02", message: "the transaction had failed and was rolled back"),
        role: .ending)
}
