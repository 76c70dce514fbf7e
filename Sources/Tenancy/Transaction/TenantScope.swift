package import Postgres
package import Vocabulary

/// The only way to a tenant's rows: every statement run through it carries the tenant's signed
/// token, so that what comes back is that tenant's or nothing.
package struct TenantScope: Sendable {
    package let entry: TenantEntry
    let database: TenantDatabase

    package var tenant: TenantID { entry.id }

    /// One statement in one round trip.
    ///
    /// Throws `PostgresError`.
    package func run(_ statement: SQL) async throws -> Rows {
        try await database.pool.single(statement, context: database.context(for: entry), namespace: entry.schema)
    }

    /// Several statements in one round trip and one implicit transaction.
    package func run(_ statements: [SQL]) async throws -> [Rows] {
        try await database.pool.batch(statements, context: database.context(for: entry), namespace: entry.schema)
    }

    /// A transaction of several round trips; retried on serialization failures and deadlocks, so
    /// `body` has no effect outside the database.
    ///
    /// Throws what `body` throws, or `PostgresTransactionError`.
    package func transaction<Result: Sendable>(
        _ options: TransactionOptions = TransactionOptions(),
        _ body: @Sendable (TenantTransaction) async throws -> Result
    ) async throws -> Result {
        try await database.pool.transaction(
            options, context: database.context(for: entry), namespace: entry.schema
        ) { transaction in
            try await body(TenantTransaction(entry: entry, transaction: transaction))
        }
    }
}
