package import Postgres
package import Vocabulary

/// A transaction in which exactly one tenant's rows exist.
///
/// It ends with the closure that received it; used later it throws.
package struct TenantTransaction: Sendable {
    package let entry: TenantEntry
    let transaction: PostgresTransaction

    package var tenant: TenantID { entry.id }

    /// One statement in one round trip; the first also opens the transaction and sets the tenant.
    package func run(_ statement: SQL) async throws -> Rows { try await transaction.run(statement) }

    /// Several statements in one round trip.
    package func run(_ statements: [SQL]) async throws -> [Rows] { try await transaction.run(statements) }

    /// The last statements and the commit in one round trip.
    package func commit(after statements: [SQL]) async throws -> [Rows] {
        try await transaction.commit(after: statements)
    }
}
