/// A transaction that failed at its edges, with each step's error kept apart.
///
/// When only the body failed and the rollback went well there is nothing to keep apart: then the
/// body's own error is thrown as it is.
package struct PostgresTransactionError: Error, CustomStringConvertible {
    /// `begin` or one of the context statements was refused.
    package var begin: PostgresError?
    /// What the body threw, reachable as it was.
    package var body: (any Error)?
    /// The rollback failed too, so the connection was closed.
    package var rollback: PostgresError?
    /// The commit was refused (a deferred constraint) or its answer was lost.
    package var commit: PostgresError?

    package init(
        begin: PostgresError? = nil, body: (any Error)? = nil, rollback: PostgresError? = nil,
        commit: PostgresError? = nil
    ) {
        self.begin = begin
        self.body = body
        self.rollback = rollback
        self.commit = commit
    }

    package var description: String {
        let steps: [(String, (any Error)?)] = [
            ("begin", begin), ("body", body), ("commit", commit), ("rollback", rollback),
        ]
        return "transaction failed: "
            + steps.compactMap { name, error in error.map { "\(name): \($0)" } }.joined(separator: "; ")
    }
}

extension Error {
    /// The database's part in this error, wherever it sits: the error itself, or the step of a
    /// transaction that failed first.
    package var postgres: PostgresError? {
        if let error = self as? PostgresError { return error }
        guard let error = self as? PostgresTransactionError else { return nil }
        return error.begin ?? error.body?.postgres ?? error.commit ?? error.rollback
    }
}
