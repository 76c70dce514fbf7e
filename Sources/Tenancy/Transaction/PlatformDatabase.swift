package import Postgres

/// The way to platform tables: tenants, hosts, operations. Never to a tenant's rows.
///
/// Connections log in as `travelhub_platform`, which has no right on any tenant table.
package struct PlatformDatabase: Sendable {
    let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    /// One statement in one round trip.
    package func run(_ statement: SQL) async throws -> Rows {
        try await pool.single(statement, context: Self.context, namespace: Self.namespace)
    }

    package func transaction<Result: Sendable>(
        _ body: @Sendable (PlatformTransaction) async throws -> Result
    ) async throws -> Result {
        try await pool.transaction(
            TransactionOptions(), context: Self.context, namespace: Self.namespace
        ) { transaction in
            try await body(PlatformTransaction(transaction: transaction))
        }
    }

    private static let namespace = "platform"
    private static let context: ContextStatements = { _ in
        ["select set_config('search_path', 'platform, pg_temp', true)"]
    }
}

/// A transaction on platform tables. It ends with the closure that received it.
package struct PlatformTransaction: Sendable {
    let transaction: PostgresTransaction

    package func run(_ statement: SQL) async throws -> Rows { try await transaction.run(statement) }
    package func run(_ statements: [SQL]) async throws -> [Rows] { try await transaction.run(statements) }
}
