package import Foundation
import Pricing
package import Vocabulary

/// What giving a booking back costs as it stands, and until when: nothing that it is made of changes before then,
/// unless the booking itself does.
package struct CancellationCost: Hashable, Sendable {
    /// A promise holds so long, unless the booking's own terms change sooner.
    package static let lifetimeSeconds = 15 * 60

    /// Of the booking; a booking that changed since makes the promise void.
    package let sequence: Int
    package let penalty: Money
    /// Of the penalty, what stays of what is paid through us.
    package let keptNow: Money
    /// Of what was paid and is still there: never more than that.
    package let refund: Money
    package let expiresAt: Date

    /// Of a booking that may be cancelled now. What is only held is given back free of charge.
    init(of dated: DatedBooking) {
        let booking = dated.booking
        let isSold = !booking.state.hasDeadline
        let nothing = Money.zero(booking.stay.currency)
        let kept = isSold ? booking.stay.kept(at: dated.instant) : KeptPrice(total: nothing, now: nothing)
        let change = isSold ? booking.stay.terms.changes(after: dated.instant) : booking.spaceExpiresAt
        let longest = dated.instant + TimeInterval(Self.lifetimeSeconds)
        sequence = booking.sequence
        penalty = kept.total
        keptNow = kept.now
        refund = Money(minor: max(0, booking.refundable.minor - kept.now.minor), booking.stay.currency)
        expiresAt = change.map { min($0, longest) } ?? longest
    }
}
