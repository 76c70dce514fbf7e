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
    /// Of what was paid and not given back yet: never more than that.
    package let refund: Money
    package let expiresAt: Date

    init(sequence: Int, penalty: Money, refund: Money, expiresAt: Date) {
        self.sequence = sequence
        self.penalty = penalty
        self.refund = refund
        self.expiresAt = expiresAt
    }

    /// Of a booking that may be cancelled now. What is only held is given back free of charge.
    init(of dated: DatedBooking) {
        let booking = dated.booking
        let terms = booking.stay.terms
        let isSold = !booking.state.hasDeadline
        let penalty = isSold ? terms.penalty(at: dated.instant) : .zero(booking.stay.currency)
        let change = isSold ? terms.changes(after: dated.instant) : booking.spaceExpiresAt
        let longest = dated.instant + TimeInterval(Self.lifetimeSeconds)
        self.init(
            sequence: booking.sequence, penalty: penalty,
            refund: Money(
                minor: max(0, booking.paid.minor - booking.refunded.minor - penalty.minor), booking.stay.currency),
            expiresAt: change.map { min($0, longest) } ?? longest)
    }
}
