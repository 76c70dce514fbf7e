internal import Synchronization

extension PostgresTransaction {
    /// What is known once the body has ended.
    enum Outcome {
        case fine
        case failed(any Error)
    }

    /// Commits what the body did, if it did anything and did not commit by itself.
    func commit() async -> Outcome {
        let isDue = progress.withLock { progress in
            defer { progress.isOver = true }
            return progress.isBegun && !progress.isCommitted
        }
        guard isDue else { return .fine }
        do {
            let reply = try await pooled.link.send(.commit, shielded: true)
            if let failure = reply.failure { return .failed(failed(commit: failure.error)) }
            guard reply.endingTag == "COMMIT" else {
                return .failed(failed(commit: Reply.Failure.notCommitted.error))
            }
            return .fine
        } catch {
            return .failed(failed(commit: error.postgres ?? .connectionClosed))
        }
    }

    /// Undoes what the body did and says which error is to be thrown: the body's own when nothing
    /// else went wrong.
    func rollBack(after error: any Error) async -> any Error {
        let (isDue, begin, commit) = progress.withLock { progress in
            defer { progress.isOver = true }
            return (progress.isBegun && !progress.isCommitted, progress.beginError, progress.commitError)
        }
        if pooled.link.gauge.status == .failedTransaction {
            progress.withLock { $0.failedRetryably = $0.retryable != nil }
        }
        let rollback = isDue ? await rollBack() : nil
        if begin == nil, commit == nil, rollback == nil { return error }
        let isSame = error.postgres == (begin ?? commit) && error is PostgresError
        return PostgresTransactionError(begin: begin, body: isSame ? nil : error, rollback: rollback, commit: commit)
    }

    /// Whether running the whole body again may help: the server asked for it, and either the body
    /// passed that error on or the transaction had failed with it; or the connection had died
    /// between two statements, so that the transaction is undone for certain.
    func isWorthRetrying(_ error: any Error) -> Bool {
        let cause = error.postgres
        return cause?.isRetryable == true || cause == .connectionClosed || progress.withLock { $0.failedRetryably }
    }

    private func failed(commit error: PostgresError) -> PostgresTransactionError {
        PostgresTransactionError(commit: error)
    }

    /// Nil when the server is rid of the transaction, be it that the connection is gone.
    private func rollBack() async -> PostgresError? {
        switch pooled.link.gauge.status {
        case .idle, .closed: return nil
        case .busy, .inTransaction, .failedTransaction: break
        }
        do {
            return try await pooled.link.send(.rollback, shielded: true).failure?.error
        } catch {
            return nil
        }
    }
}
