package import Foundation
import Vocabulary

/// At which cost somebody cancels: the one that they were told.
package enum CancellationPromise: Hashable, Sendable {
    /// A quote that was kept when they asked for it.
    case kept(UUID)
    /// What a page showed and kept nothing of. It counts as long as a kept one would, and only if it is what holds:
    /// the cost is reckoned anew, so nobody gains by changing what they send back.
    case shown(sequence: Int, penaltyMinor: Int, until: Date)

    /// What was promised for the booking as it stands under its lock.
    ///
    /// Throws `BookingError.cancellationQuoteNotFound`, `.cancellationQuoteExpired`.
    func cost(of dated: DatedBooking, kept: CancellationQuote?) throws(BookingError) -> CancellationCost {
        let (cost, until): (CancellationCost, Date)
        switch self {
        case .kept:
            guard let kept else { throw .cancellationQuoteNotFound }
            (cost, until) = (kept.cost, kept.expiresAt)
        case .shown(let sequence, let penaltyMinor, let shownUntil):
            (cost, until) = (CancellationCost(of: dated), shownUntil)
            let longest = dated.instant + TimeInterval(CancellationCost.lifetimeSeconds)
            guard sequence == cost.sequence, penaltyMinor == cost.penalty.minor, until <= longest else {
                throw .cancellationQuoteExpired
            }
        }
        guard until > dated.instant, cost.sequence == dated.booking.sequence else { throw .cancellationQuoteExpired }
        return cost
    }
}
