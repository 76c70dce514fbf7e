package import Foundation

/// How long things last in the life of a claimed host, and when it is looked at again.
package enum DomainTerms {
    /// Claims of one partner, those that were lost included.
    package static let claimsMax = 20
    /// A claim that nobody proved in this time is lost.
    package static let pendingSecondsMax = 30.0 * 86_400
    /// A proof may be gone for so long, from its first failure on, before the host is lost.
    package static let failingSecondsMax = 7.0 * 86_400

    /// A host whose proof stands.
    static let verifiedCheckSeconds = 24.0 * 3600
    /// One whose proof is gone, or could not be looked for.
    static let failingCheckSeconds = 3600.0
    /// The first look at a new claim; each in vain doubles the pause.
    static let pendingCheckSeconds = 60.0
    static let pendingCheckSecondsMax = 6.0 * 3600
    /// Up to so much of a pause earlier or later, so that what was claimed together is not looked at together.
    static let jitter = 0.1
    /// Between two checks of one host that somebody asks for.
    package static let askedAgainSeconds = 5.0

    /// When to look again; nil for what is lost.
    ///
    /// - Parameters:
    ///   - vain: checks of a pending claim so far that proved nothing.
    ///   - chance: 0 to 1, from outside.
    package static func nextCheck(
        _ ownership: DomainOwnership, _ proof: DomainProof, vain: Int, at now: Date, chance: Double
    ) -> Date? {
        let pause: Double
        switch ownership {
        case .lost: return nil
        case .pending:
            // A shift by more would overflow long after the limit was reached.
            pause = min(pendingCheckSeconds * Double(1 << min(max(vain - 1, 0), 20)), pendingCheckSecondsMax)
        case .failing: pause = failingCheckSeconds
        case .verified: pause = proof == .undecided ? failingCheckSeconds : verifiedCheckSeconds
        }
        return now.addingTimeInterval(pause * (1 + jitter * (2 * chance - 1)))
    }
}
