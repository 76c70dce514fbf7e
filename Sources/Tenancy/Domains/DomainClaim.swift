package import Foundation
package import Vocabulary

/// A host that a partner says is its own, and what is known of it. Ownership, routing and certificate are three
/// things: any may be right while the others are not.
package struct DomainClaim: Hashable, Sendable {
    package enum Routing: String, Sendable {
        /// Nothing says where hosts have to point, or the DNS does not answer.
        case unknown
        case here
        case elsewhere
    }

    package enum Certificate: String, Sendable {
        case unknown
        case valid
        case refused
    }

    package let id: UUID
    package let tenant: TenantID
    package let host: HostName
    /// The same for as long as the claim lasts.
    package let token: String
    package let ownership: DomainOwnership
    /// How it was proved last.
    package let method: DomainMethod?
    package let verifiedAt: Date?
    package let routing: Routing
    package let certificate: Certificate
    package let findings: [DomainFinding]
    package let checkedAt: Date?
    package let nextCheckAt: Date?
    let checksInVain: Int
    package let createdAt: Date
    package var isPrimary = false

    /// When it is lost if its proof stays away; nil while nothing is decaying.
    package var losesAt: Date? {
        switch ownership {
        case .pending: createdAt.addingTimeInterval(DomainTerms.pendingSecondsMax)
        case .failing(let since): since.addingTimeInterval(DomainTerms.failingSecondsMax)
        case .verified, .lost: nil
        }
    }

    /// The same after a check.
    func checked(_ sight: DomainSight, _ ownership: DomainOwnership, at now: Date, chance: Double) -> DomainClaim {
        let proof = sight.proof
        var method = self.method
        if case .proved(let way) = proof, ownership.isOwned { method = way }
        let isInVain = ownership == .pending
        let vain = isInVain ? checksInVain + 1 : 0
        return DomainClaim(
            id: id, tenant: tenant, host: host, token: token, ownership: ownership, method: method,
            verifiedAt: ownership == .verified && !self.ownership.isOwned ? now : verifiedAt,
            routing: sight.routing, certificate: sight.certificate, findings: sight.findings, checkedAt: now,
            nextCheckAt: DomainTerms.nextCheck(ownership, proof, vain: vain, at: now, chance: chance),
            checksInVain: vain, createdAt: createdAt, isPrimary: isPrimary && ownership.isOwned)
    }
}

/// What a look at a host came to.
package struct DomainSight: Hashable, Sendable {
    let proof: DomainProof
    let routing: DomainClaim.Routing
    let certificate: DomainClaim.Certificate
    var findings: [DomainFinding]
}
