package import Vocabulary

/// What can be wrong with a host that is claimed, or with what is asked of a claim.
package enum DomainError: Error, Hashable, Sendable {
    /// There is no such claim, of this partner.
    case unknown
    /// No host name that a site can have.
    case malformed
    /// The platform's own, below it, or of no owner on the public Internet.
    case reserved(String)
    /// People would take it for another's.
    case lookAlike(String)
    /// This partner claims it already.
    case claimed(String)
    /// It stands in the partner's folder, where the operator changes it.
    case declared(String)
    case tooMany
    case notOwned(String)
    /// Visitors sent there would not come back here.
    case notRouted(String)
    case notPrimary(String)
    case checkedJustNow

    package var problem: Problem {
        switch self {
        case .unknown: Problem(404, "domain.unknown")
        case .malformed:
            Problem(
                422, "input.invalid", ["count": .number(1)],
                faults: [.init("/host", "format", ["expected": .text("www.example.com")])])
        case .reserved(let host): Problem(422, "domain.reserved", ["host": .text(host)])
        case .lookAlike(let host): Problem(422, "domain.look_alike", ["host": .text(host)])
        case .claimed(let host): Problem(409, "domain.claimed", ["host": .text(host)])
        case .declared(let host): Problem(409, "domain.declared", ["host": .text(host)])
        case .tooMany: Problem(409, "domain.too_many", ["max": .number(DomainTerms.claimsMax)])
        case .notOwned(let host): Problem(409, "domain.not_verified", ["host": .text(host)])
        case .notRouted(let host): Problem(409, "domain.not_routed", ["host": .text(host)])
        case .notPrimary(let host): Problem(409, "domain.not_primary", ["host": .text(host)])
        case .checkedJustNow:
            Problem(429, "domain.checked_just_now", retryAfterSeconds: Int(DomainTerms.askedAgainSeconds))
        }
    }
}
