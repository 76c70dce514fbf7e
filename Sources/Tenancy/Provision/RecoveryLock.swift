package import Postgres
import Vocabulary

/// Keeps a recovery of one partner out of a backup and changes of the same partner from each other.
///
/// The recovery holds it for as long as its session lives; a change that begins, until that is recorded.
/// So each sees whether the other is there, whichever came first, and nothing is left behind by a kill.
package struct RecoveryLock: Sendable {
    private let key: SQL

    package init(slug: String) { key = "hashtextextended(\("recover:" + slug), 0)" }

    package var take: SQL { "select pg_try_advisory_lock(\(fragment: key)) as gained" }

    /// For a change, until its transaction ends. Changes do not keep each other out.
    var stayOut: SQL { "select pg_try_advisory_xact_lock_shared(\(fragment: key)) as gained" }
}

extension PlatformTransaction {
    /// Throws `TenantError.operationRunning` while the partner is being brought back.
    func stayOutOfRecovery(of slug: String) async throws {
        let lock = try await run(RecoveryLock(slug: slug).stayOut)
        guard try lock.only().get("gained", as: Bool.self) else { throw TenantError.operationRunning(slug: slug) }
    }
}
