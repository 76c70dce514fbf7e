import Postgres
package import Tenancy

/// Writes down that reservations are over. Nobody waits for it: one that is over cannot be posted, and counts for
/// nothing, before.
package struct ExpireReservations: Sendable {
    /// Reservations looked at in one tenant in one sweep.
    package static let sweepMax = 100

    let ledger: Ledger

    package init(ledger: Ledger) { self.ledger = ledger }

    /// Each in a transaction of its own, so that one that was settled meanwhile keeps no other back. Returns how many
    /// lapsed.
    ///
    /// Throws `PostgresError`.
    package func sweep(_ scope: TenantScope, limit: Int = Self.sweepMax) async throws -> Int {
        var count = 0
        for row in try await scope.run(ExpireStore.lapsed(limit: min(limit, Self.sweepMax))) {
            guard let kind = LedgerKind(rawValue: try row.get("kind")) else { continue }
            let reservation = try LedgerReference(kind, try row.get("key", as: String.self))
            do {
                _ = try await scope.run(ledger.statement(.lapse(of: reservation)))
                count += 1
            } catch {
                guard LedgerError(error) == .settled else { throw error }
            }
        }
        return count
    }
}

enum ExpireStore {
    static func lapsed(limit: Int) -> SQL {
        """
        select t.kind, t.key from ledger_reservations r
          join ledger_transactions t on t.tenant_id = r.tenant_id and t.transaction_id = r.transaction_id
         where r.expires_at <= clock_timestamp() order by r.expires_at, r.transaction_id limit \(limit)
        """
    }
}
