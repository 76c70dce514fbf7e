extension PostgresPool {
    /// The pause before a body is run again, doubled each time and spread by the pool's jitter.
    private static let retryPause = Duration.milliseconds(5)

    /// Runs `body` in a transaction: commits when it returns, rolls back when it throws, and runs it
    /// again from its start when the server says that this would help (40001, 40P01).
    ///
    /// The body may run several times, so its effects belong in the transaction. Utility commands in
    /// it (`set`, `prepare`, …) cost one more round trip when the connection is given back.
    /// - Throws: the body's own error when only the body failed; else ``PostgresTransactionError``
    ///   with each step's error, or ``PostgresError`` when no connection was to be had.
    package nonisolated(nonsending) func transaction<R>(
        _ options: TransactionOptions = .init(), context: ContextStatements? = nil, namespace: String = "",
        _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        var attempt = 0
        while true {
            let failure: any Error
            let isWorthRetrying: Bool
            do {
                let pooled = try await checkout()
                defer { giveBack(pooled) }
                let transaction = PostgresTransaction(pooled, options: options, context: context, namespace: namespace)
                switch await Self.attempt(transaction, body) {
                case .success(let value): return value
                case .failure(let error):
                    failure = error
                    isWorthRetrying = transaction.isWorthRetrying(error)
                }
            }
            guard isWorthRetrying, attempt < options.retriesMax, !Task.isCancelled else { throw failure }
            try await reactor.sleep(Self.retryPause * (1 << attempt) * (0.5 + jitter()))
            attempt += 1
        }
    }

    private nonisolated(nonsending) static func attempt<R>(
        _ transaction: PostgresTransaction, _ body: (PostgresTransaction) async throws -> R
    ) async -> Result<R, any Error> {
        let value: R
        do {
            value = try await body(transaction)
        } catch {
            return .failure(await transaction.rollBack(after: error))
        }
        switch await transaction.commit() {
        case .fine: return .success(value)
        case .failed(let error): return .failure(error)
        }
    }
}
