import Foundation
import Postgres
package import Vocabulary

extension DomainDesk {
    /// Says that a host is the partner's. Nothing is served yet, whoever else has the host keeps it, and several may
    /// say so at once: the proof decides. A claim that was lost is made anew, with another token.
    ///
    /// - Throws: ``DomainError``: `malformed`, `reserved`, `lookAlike`, `claimed`, `declared`, `tooMany`.
    package func claim(_ text: String, for tenant: TenantID, by caller: AuditActor) async throws -> DomainClaim {
        let host = try rules.host(text)
        guard let skeleton = DomainRules.skeleton(host) else { throw DomainError.malformed }
        let now = clock.now()
        let claim = DomainClaim(
            id: identifiers.next(), tenant: tenant, host: host, token: chance.token(), ownership: .pending, method: nil,
            verifiedAt: nil, routing: .unknown, certificate: .unknown, findings: [], checkedAt: nil,
            nextCheckAt: now.addingTimeInterval(DomainTerms.pendingCheckSeconds), checksInVain: 0, createdAt: now)
        try await platform.transaction { transaction in
            let rows = try await transaction.run([
                DomainStore.lock(tenant), DomainStore.of(tenant), DomainHostStore.owner(of: host),
                DomainHostStore.resembling(host, skeleton: skeleton, than: tenant),
            ])
            let claims = try rows[1].map(DomainStore.read)
            if let owner = rows[2].first, try owner.get("tenant_id", as: UUID.self) == tenant.uuid,
                try owner.get("declared_position", as: Int16?.self) != nil
            {
                throw DomainError.declared(host.ascii)
            }
            guard rows[3].isEmpty else { throw DomainError.lookAlike(host.unicode) }
            let former = claims.first { $0.host == host }
            if let former, !former.ownership.isLost { throw DomainError.claimed(host.ascii) }
            guard claims.count < DomainTerms.claimsMax || former != nil else { throw DomainError.tooMany }
            if let former { _ = try await transaction.run(DomainStore.delete(former.id, of: tenant)) }
            _ = try await transaction.run(
                [DomainStore.insert(claim)]
                    + DomainAudit(identifiers: identifiers).statements(
                        "domain.claim", claim, before: former, after: claim, by: caller))
        }
        Self.count("claimed")
        return claim
    }
}
