package import Foundation
import Postgres
package import Vocabulary

extension DomainDesk {
    /// A check that somebody asked for, not more often than every few seconds.
    ///
    /// - Throws: ``DomainError``: `unknown`, `checkedJustNow`.
    package func checkNow(_ id: UUID, of tenant: TenantID, by caller: AuditActor) async throws -> DomainClaim {
        let claim = try await self.claim(id, of: tenant)
        guard try await !platform.run(DomainStore.noteAsked(id, of: tenant, at: clock.now())).isEmpty else {
            throw DomainError.checkedJustNow
        }
        return try await check(claim, by: caller)
    }

    /// Looks at the host and draws the consequences.
    ///
    /// - Throws: ``DomainError/unknown``.
    package func check(_ id: UUID, of tenant: TenantID, by caller: AuditActor) async throws -> DomainClaim {
        try await check(try await claim(id, of: tenant), by: caller)
    }

    private func check(_ claim: DomainClaim, by caller: AuditActor) async throws -> DomainClaim {
        if claim.ownership.isLost { return claim }
        let sight = await probe.look(at: claim)
        let spread = chance.spread()
        let (before, after) = try await platform.transaction { transaction in
            let before = try await locked(claim.id, of: claim.tenant, in: transaction)
            if before.ownership.isLost { return (before, before) }
            let after = try await settle(before, sight, spread, by: caller, in: transaction)
            return (before, after)
        }
        if before.ownership.text != after.ownership.text { Self.count(after.ownership.text) }
        return after
    }

    private func settle(
        _ before: DomainClaim, _ seen: DomainSight, _ spread: Double, by caller: AuditActor,
        in transaction: PlatformTransaction
    ) async throws -> DomainClaim {
        var sight = seen
        let now = clock.now()
        var isFree = true
        if case .proved(let method) = sight.proof, !before.ownership.isOwned {
            let obstacle = try await gain(before, in: transaction)
            isFree = obstacle == nil
            if let obstacle {
                sight.findings = sight.findings.map { $0.kind.rawValue == method.rawValue ? $0.because(obstacle) : $0 }
            }
        }
        let ownership = before.ownership.after(sight.proof, at: now, claimedAt: before.createdAt, isFree: isFree)
        let after = before.checked(sight, ownership, at: now, chance: spread)
        _ = try await transaction.run(try DomainStore.update(after, at: now))
        guard before.ownership.text != ownership.text else { return after }
        if ownership.isLost, before.ownership.isOwned {
            _ = try await transaction.run([
                DomainHostStore.lose(before.host, of: before.tenant),
                DomainHostStore.restorePrimary(of: before.tenant),
            ])
        }
        _ = try await transaction.run(
            [DomainHostStore.touch(before.tenant)]
                + DomainAudit(identifiers: identifiers).statements(
                    "domain.\(ownership.text)", before, before: before, after: after, by: caller)
                + DomainNews.statements(before, after, identifiers, requestID: caller.requestID))
        return after
    }

    /// Why the host cannot be this partner's; nil when it is from now on. Of many at once the table's key lets one.
    private func gain(
        _ claim: DomainClaim, in transaction: PlatformTransaction
    ) async throws -> DomainFinding.Reason? {
        guard let skeleton = DomainRules.skeleton(claim.host) else { return .looksLikeAnother }
        let gained = try await transaction.run(
            DomainHostStore.gain(claim.host, skeleton: skeleton, for: claim.tenant))
        if !gained.isEmpty { return nil }
        let other = try await transaction.run(DomainHostStore.other(than: claim.tenant, having: claim.host))
        return other.isEmpty ? .looksLikeAnother : .ownedElsewhere
    }
}

extension DomainFinding {
    fileprivate func because(_ reason: Reason) -> DomainFinding {
        DomainFinding(kind, .wrong, at: place, expected: expected, found: found, reason: reason)
    }
}
