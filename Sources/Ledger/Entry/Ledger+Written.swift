import Postgres
package import Tenancy

/// What became of an entry since it was written.
package enum WrittenState: Hashable, Sendable {
    case counts
    /// By a reversal.
    case takenBack
}

extension Ledger {
    /// Of these keys of one kind, those that the books know.
    ///
    /// Throws `PostgresError`.
    package func written(
        _ kind: LedgerKind, _ keys: [String], in scope: TenantScope
    ) async throws -> [String: WrittenState] {
        let rows = try await scope.run(LedgerStore.written(kind, keys))
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                (try row.get("key"), try row.get("is_taken_back") ? .takenBack : .counts)
            })
    }
}
