extension PostgresPool {
    /// One statement in one round trip: context, statement and sync travel together and form one
    /// implicit transaction.
    ///
    /// - Throws: ``PostgresError``; `CancellationError`, when the statement did not happen.
    package func single(
        _ statement: SQL, context: ContextStatements? = nil, namespace: String = ""
    ) async throws -> Rows {
        try await batch([statement], context: context, namespace: namespace)[0]
    }

    /// Several statements in one round trip and one implicit transaction: all of them happen or none.
    ///
    /// - Throws: as ``single(_:context:namespace:)``.
    package func batch(
        _ statements: [SQL], context: ContextStatements? = nil, namespace: String = ""
    ) async throws -> [Rows] {
        guard !statements.isEmpty else { return [] }
        var mayRetryPlan = true
        var deadLinks = 0
        while true {
            let pooled = try await checkout()
            let reply: Reply
            do {
                defer { giveBack(pooled) }
                let exchange = Exchange(
                    statements, context: try context?(pooled.session) ?? [], namespace: namespace)
                reply = try await pooled.link.send(exchange)
            } catch PostgresError.connectionClosed where deadLinks <= limits.maximum {
                // It died while it lay idle, so nothing was sent.
                deadLinks += 1
                continue
            }
            guard let failure = reply.failure else { return reply.rows }
            guard reply.isStalePlan, mayRetryPlan else { throw failure.error }
            mayRetryPlan = false
        }
    }

    /// Lends a connection for as long as `body` runs. What the body leaves behind (settings,
    /// prepared statements, an open transaction) is cleared before anyone else gets it.
    ///
    /// - Throws: what `body` throws, and what waiting for a connection may throw.
    package nonisolated(nonsending) func lease<R>(
        _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        let pooled = try await checkout()
        let connection = PostgresConnection(pooled)
        defer {
            connection.end()
            giveBack(pooled)
        }
        return try await body(connection)
    }
}

extension PostgresError {
    static func ~= (pattern: PostgresError, error: any Error) -> Bool { error as? PostgresError == pattern }
}
