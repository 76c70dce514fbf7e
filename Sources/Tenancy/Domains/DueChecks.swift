package import Foundation
import Postgres
package import Vocabulary

/// A look at a claimed host whose time has come.
package struct DueCheck: Sendable {
    package let claim: UUID
    package let due: Date
}

extension DomainDesk {
    /// Tenants whose checks are due, those that waited longest, with what is due; each is then `handedOut`.
    package func due(limit: Int) async throws -> [TenantID: [DueCheck]] {
        var due: [TenantID: [DueCheck]] = [:]
        for row in try await platform.run(DomainStore.due(at: clock.now(), limit: limit)) {
            due[TenantID(try row.get("tenant_id")), default: []].append(
                DueCheck(claim: try row.get("claim_id"), due: try row.get("next_check_at")))
        }
        return due
    }

    /// Moves checks out of the way of others: of those that the queue has, one that gets lost there is due again
    /// after `postponedSeconds`; of those that it would not take, the rest have their turn before they come again.
    package func handedOut(_ checks: [DueCheck], of tenant: TenantID) async throws {
        let until = clock.now().addingTimeInterval(Self.postponedSeconds)
        for check in checks {
            _ = try await platform.run(DomainStore.postpone(check.claim, of: tenant, from: check.due, until: until))
        }
    }

    static let postponedSeconds = 3600.0
}
