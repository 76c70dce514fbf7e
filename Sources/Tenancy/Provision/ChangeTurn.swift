package import Postgres

/// Lets one apply of a partner run at a time, whichever process it came to: two that went through the
/// steps side by side would each do half of what the other half undoes.
///
/// The turn is a lock of a transaction that stays open meanwhile, so it ends with the process that
/// had it, killed or not, and what broke off can be resumed at once. Its connections are a pool of
/// their own: one that waited here for a connection which the turn itself kept would wait for ever.
package struct ChangeTurn: Sendable {
    private let database: PlatformDatabase

    /// `pool` logs in as `travelhub_platform`; as many partners are changed at once as it has connections.
    package init(pool: PostgresPool) { database = PlatformDatabase(pool: pool) }

    /// Throws `TenantError.operationRunning` when another apply has the turn, and what `body` throws.
    func take<Result: Sendable>(
        of slug: String, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await database.transaction { transaction in
            let gained: Bool = try await transaction.run(
                "select pg_try_advisory_xact_lock(hashtextextended(\("tenant change \(slug)"), 0)) as gained"
            ).only().get("gained")
            guard gained else { throw TenantError.operationRunning(slug: slug) }
            return try await body()
        }
    }
}
