extension PostgresPool {
    /// Fails when something between us and the server hands each transaction to another session,
    /// or hides which one it is.
    ///
    /// Tokens are signed for a backend, statements are prepared on one and taint is cleared on one:
    /// behind a transaction-pooling proxy none of it would hold.
    /// - Throws: ``PostgresError`` of kind `misconfigured`.
    package func refuseTransactionPooling() async throws {
        let mark = "\(ExchangeID.next())"
        let isSameSession = try await lease { connection in
            let first: Int32 = try await connection.run(
                "select pg_backend_pid() as pid, set_config('travelhub.session_probe', \(mark), false)"
            ).only().get("pid")
            let row = try await connection.run(
                "select pg_backend_pid() as pid, current_setting('travelhub.session_probe', true) as mark"
            ).only()
            let second: Int32 = try row.get("pid")
            let kept: String? = try row.get("mark")
            return first == second && first == connection.backendPID && kept == mark
        }
        guard isSameSession else {
            let message = "a pooling proxy stands before the database; connect to the server itself"
            throw PostgresError(kind: .misconfigured, message: message)
        }
    }
}
