package import Foundation
import Postgres
package import Vocabulary

extension DomainDesk {
    /// Makes the host the one that all pages are at; the partner's other hosts lead there.
    ///
    /// - Throws: ``DomainError``: `unknown`, `notOwned`, `notRouted`.
    package func makePrimary(_ id: UUID, of tenant: TenantID, by caller: AuditActor) async throws -> DomainClaim {
        let after = try await platform.transaction { transaction in
            let before = try await locked(id, of: tenant, in: transaction)
            guard before.ownership.isOwned else { throw DomainError.notOwned(before.host.ascii) }
            guard before.routing != .elsewhere else { throw DomainError.notRouted(before.host.ascii) }
            if before.isPrimary { return before }
            var after = before
            after.isPrimary = true
            _ = try await transaction.run(
                [DomainHostStore.demote(of: tenant), DomainHostStore.promote(before.host, of: tenant)]
                    + changed("domain.make_primary", before, after, by: caller))
            return after
        }
        Self.count("primary")
        return after
    }

    /// Leaves the folder's first host the primary one again.
    ///
    /// - Throws: ``DomainError``: `unknown`, `notPrimary`.
    package func endPrimary(_ id: UUID, of tenant: TenantID, by caller: AuditActor) async throws -> DomainClaim {
        try await platform.transaction { transaction in
            let before = try await locked(id, of: tenant, in: transaction)
            guard before.isPrimary else { throw DomainError.notPrimary(before.host.ascii) }
            var after = before
            after.isPrimary = false
            _ = try await transaction.run(
                [DomainHostStore.demote(of: tenant), DomainHostStore.restorePrimary(of: tenant)]
                    + changed("domain.end_primary", before, after, by: caller))
            return after
        }
    }

    /// Lets go of the host, at once and for good: whoever wants it next has to prove it.
    ///
    /// - Throws: ``DomainError/unknown``.
    package func remove(_ id: UUID, of tenant: TenantID, by caller: AuditActor) async throws {
        try await platform.transaction { transaction in
            let before = try await locked(id, of: tenant, in: transaction)
            _ = try await transaction.run(DomainStore.delete(id, of: tenant))
            if before.ownership.isOwned {
                _ = try await transaction.run([
                    DomainHostStore.lose(before.host, of: tenant), DomainHostStore.restorePrimary(of: tenant),
                ])
            }
            _ = try await transaction.run(changed("domain.remove", before, nil, by: caller))
        }
        Self.count("removed")
    }

    private func changed(
        _ action: String, _ before: DomainClaim, _ after: DomainClaim?, by caller: AuditActor
    ) -> [SQL] {
        [DomainHostStore.touch(before.tenant)]
            + DomainAudit(identifiers: identifiers).statements(
                action, before, before: before, after: after, by: caller)
    }
}
