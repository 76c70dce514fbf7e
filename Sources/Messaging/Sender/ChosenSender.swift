package import Foundation
package import Tenancy

/// What a partner chose as its sender, proven or not.
///
/// A proof is the partner's own key, published by the domain: nobody else's records say of whom they speak. It stands
/// and decays as that of a host does (`DomainOwnership`), with two differences. While the record is gone the
/// platform's address stands in at once, because receivers refuse mail signed with a key that they do not find. And
/// one domain may be of two partners, each with a key of its own.
package struct ChosenSender: Sendable, Hashable {
    package let address: MailAddress
    package let name: String
    package let replyTo: MailAddress?
    package let dkim: PublishedKey?
    package internal(set) var standing: DomainOwnership
    package internal(set) var checkedAt: Date?
    /// Nil where there is nothing to look for.
    package internal(set) var nextCheckAt: Date?
    /// What the last look found; none before the first, and none of another domain or key.
    package internal(set) var findings: [SenderCheck.Finding]
    /// Since when this domain with this key waits for its proof.
    package internal(set) var chosenAt: Date
    var checksInVain: Int

    package struct PublishedKey: Sendable, Hashable {
        package let algorithm: DKIMKey.Algorithm
        package let selector: String
        package let publicText: String
    }

    /// Whether it stands in From.
    package var isProven: Bool { standing == .verified }

    /// Since when the record of a proven one is gone.
    package var failingSince: Date? { if case .failing(let since) = standing { since } else { nil } }

    /// When it is lost if its record stays away; nil while nothing is decaying.
    package var losesAt: Date? {
        switch standing {
        case .pending: dkim == nil ? nil : chosenAt.addingTimeInterval(DomainTerms.pendingSecondsMax)
        case .failing(let since): since.addingTimeInterval(DomainTerms.failingSecondsMax)
        case .verified, .lost: nil
        }
    }

    /// The same after a look at its domain. Who asks for one begins anew where the proof was lost.
    func checked(_ report: SenderCheck.Report, isAsked: Bool, at now: Date, chance: Double) -> ChosenSender {
        var after = self
        let proof = report.proof
        if isAsked, standing.isLost { (after.standing, after.chosenAt, after.checksInVain) = (.pending, now, 0) }
        after.standing = after.standing.after(proof, at: now, claimedAt: after.chosenAt, isFree: true)
        after.checksInVain = after.standing == .pending ? after.checksInVain + 1 : 0
        (after.checkedAt, after.findings) = (now, report.findings)
        after.nextCheckAt = dkim.flatMap { _ in
            DomainTerms.nextCheck(after.standing, proof, vain: after.checksInVain, at: now, chance: chance)
        }
        return after
    }
}
