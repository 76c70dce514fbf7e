package import Foundation
import Postgres
package import Vocabulary

/// Suspends, resumes, archives, restores a tenant or puts it in maintenance; nothing of its data changes.
package struct TenantLife: Sendable {
    private let platform: PlatformDatabase
    private let identifiers: IdentifierSource

    package init(platform: PlatformDatabase, identifiers: IdentifierSource) {
        self.platform = platform
        self.identifiers = identifiers
    }

    /// When a tenant was put away; nil for one that is not. One round trip for one that is.
    ///
    /// Throws `PostgresError`.
    package func archivedAt(_ entry: TenantEntry) async throws -> Date? {
        guard entry.state == .archived else { return nil }
        return try await platform.run(PlatformTenantStore.archivedAt(entry.id)).only().get("archived_at")
    }

    /// Throws `TenantError.unknown`, `.notAllowed`, `.operationRunning` while it is brought back out of a backup.
    package func perform(
        _ change: LifeChange, slug: String, actor: AuditActor
    ) async throws -> TenantState {
        try await platform.transaction { transaction in
            try await transaction.stayOutOfRecovery(of: slug)
            guard
                let row = try await transaction.run(
                    "\(fragment: PlatformTenantStore.known(slug: slug)) for update of t"
                ).first
            else { throw TenantError.unknown(slug: slug) }
            let known = try PlatformTenantStore.known(row)
            guard let target = change.target(from: known.state, restored: known.stateBefore) else {
                throw TenantError.notAllowed(change, from: known.state)
            }
            _ = try await transaction.run([
                PlatformTenantStore.setState(known.id, from: known.state, to: target),
                PlatformTenantStore.audit(
                    identifiers.next(), tenant: known.id, action: "tenant.\(change.rawValue)", actor: actor, slug: slug,
                    before: JSONText("{\"state\":\"\(known.state.text)\"}"),
                    after: JSONText("{\"state\":\"\(target.text)\"}")),
            ])
            return target
        }
    }
}
