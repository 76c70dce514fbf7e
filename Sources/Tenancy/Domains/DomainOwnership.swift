package import Foundation

/// Whether a partner owns a host that it claims. Pure: what was seen goes in, what holds comes out.
///
/// `pending → verified ⇄ failing → lost`, and `pending → lost` when nobody ever proved it. A proof that is gone
/// starts the decay, and the decay counts from that first failure. Silence of the DNS decides nothing. What is lost
/// stays lost: whoever wants the host claims it again and proves it with a new token.
package enum DomainOwnership: Hashable, Sendable {
    case pending
    case verified
    case failing(since: Date)
    case lost(at: Date)

    package var text: String {
        switch self {
        case .pending: "pending"
        case .verified: "verified"
        case .failing: "failing"
        case .lost: "lost"
        }
    }

    /// The host is the partner's and is served.
    package var isOwned: Bool {
        switch self {
        case .verified, .failing: true
        case .pending, .lost: false
        }
    }

    package var isLost: Bool {
        if case .lost = self { true } else { false }
    }

    /// - Parameters:
    ///   - isFree: no other partner owns the host. A proof alone never removes an owner.
    ///   - claimedAt: when the claim was made.
    package func after(_ proof: DomainProof, at now: Date, claimedAt: Date, isFree: Bool) -> DomainOwnership {
        switch (self, proof) {
        case (.lost, _): self
        case (.pending, .proved): isFree ? .verified : .pending
        case (.pending, .absent), (.pending, .undecided):
            now.timeIntervalSince(claimedAt) >= DomainTerms.pendingSecondsMax ? .lost(at: now) : .pending
        case (.verified, .proved), (.failing, .proved): .verified
        case (.verified, .undecided), (.failing, .undecided): self
        case (.verified, .absent): .failing(since: now)
        case (.failing(let since), .absent):
            now.timeIntervalSince(since) >= DomainTerms.failingSecondsMax ? .lost(at: now) : self
        }
    }
}

/// What one look at a host's proof came to.
package enum DomainProof: Hashable, Sendable {
    case proved(DomainMethod)
    /// Whoever answers for the host says that it is not there.
    case absent
    /// Nobody could tell: servers that fail, time out or refuse.
    case undecided
}

package enum DomainMethod: String, Hashable, Sendable, Codable {
    case dns
    case http
}
