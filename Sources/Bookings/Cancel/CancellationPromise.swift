package import Foundation
import Vocabulary

/// At which cost somebody cancels: the one that they were told.
package enum CancellationPromise: Hashable, Sendable {
    /// A quote that was kept when they asked for it.
    case kept(UUID)
    /// What a page showed and kept nothing of. It counts as long as a kept one would.
    case shown(sequence: Int, penaltyMinor: Int, until: Date)

    /// What holds for the booking as it stands under its lock: the cost is reckoned anew, and only if it is what was
    /// promised, so nobody gains by changing what they send back, and money that moved since is seen.
    ///
    /// Throws `BookingError.cancellationQuoteNotFound`, `.cancellationQuoteExpired`.
    func cost(of dated: DatedBooking, kept: CancellationQuote?) throws(BookingError) -> CancellationCost {
        let cost = CancellationCost(of: dated)
        let (isSame, until): (Bool, Date)
        switch self {
        case .kept:
            guard let kept else { throw .cancellationQuoteNotFound }
            isSame = kept.sequence == cost.sequence && kept.penalty == cost.penalty && kept.refund == cost.refund
            until = kept.expiresAt
        case .shown(let sequence, let penaltyMinor, let shownUntil):
            let longest = dated.instant + TimeInterval(CancellationCost.lifetimeSeconds)
            isSame = sequence == cost.sequence && penaltyMinor == cost.penalty.minor && shownUntil <= longest
            until = shownUntil
        }
        guard isSame, until > dated.instant else { throw .cancellationQuoteExpired }
        return cost
    }
}
