package import Foundation
import Inventory
package import Pricing
package import Vocabulary

/// A booking as agreed and as it stands, without the people in it.
package struct Booking: Hashable, Sendable {
    package let id: BookingID
    package let reference: BookingReference
    package let state: BookingState
    package let sequence: Int
    package let settlement: Settlement
    package let stay: FrozenStay
    /// Captured so far.
    package let paid: Money
    /// Of that, promised back; whether it has left yet is its refunds' to say.
    package let refunded: Money
    /// Of it, taken back by a bank, or withheld until the bank has decided.
    package let disputed: Money
    /// Lost by cancelling; zero until then.
    package let penalty: Money
    package let locale: LocaleTag
    package let spaceExpiresAt: Date
    package let priceExpiresAt: Date
    package let createdAt: Date
    /// By what its price was shown in another currency when it was made; nil where it was not.
    package let display: DisplayRate?

    package init(
        id: BookingID, reference: BookingReference, state: BookingState, sequence: Int, settlement: Settlement,
        stay: FrozenStay, paid: Money, refunded: Money, penalty: Money, locale: LocaleTag, spaceExpiresAt: Date,
        priceExpiresAt: Date, createdAt: Date, disputed: Money? = nil, display: DisplayRate? = nil
    ) {
        self.id = id
        self.reference = reference
        self.state = state
        self.sequence = sequence
        self.settlement = settlement
        self.stay = stay
        self.paid = paid
        self.refunded = refunded
        self.disputed = disputed ?? .zero(stay.currency)
        self.penalty = penalty
        self.locale = locale
        self.spaceExpiresAt = spaceExpiresAt
        self.priceExpiresAt = priceExpiresAt
        self.createdAt = createdAt
        self.display = display
    }

    package var price: Price { stay.price }

    /// What is still there of what was paid.
    package var refundable: Money {
        Money(minor: max(0, paid.minor - refunded.minor - disputed.minor), paid.currency)
    }

    /// As the world sees it: a hold whose time is over has expired and a stay that is over is completed,
    /// whether or not they were tidied up.
    package func state(at instant: Date) -> BookingState {
        if state.hasDeadline, spaceExpiresAt <= instant { return .expired }
        return state == .confirmed && stay.checkOut.instant <= instant ? .completed : state
    }

    package func availableActions(at instant: Date) -> [BookingAction] {
        BookingCourse.available(in: state(at: instant), settlement)
    }

    /// The change that `action` makes.
    ///
    /// Throws `.notAllowed`, listing what is allowed at `instant`; `.holdExpired` and `.priceExpired`
    /// where one of the hold's clocks has run out.
    package func changed(by action: BookingAction, at instant: Date) throws(BookingError) -> BookingChange {
        guard let next = BookingCourse.next(state, action, settlement) else {
            throw .notAllowed(state(at: instant), available: availableActions(at: instant))
        }
        try requireDue(action, at: instant)
        return BookingChange(booking: id, sequence: sequence + 1, action: action, from: state, to: next)
    }

    /// Time allows what the course allows: tidying only when the time is over, all else only before.
    private func requireDue(_ action: BookingAction, at instant: Date) throws(BookingError) {
        let seen = state(at: instant)
        switch action {
        case .expire, .complete:
            guard seen != state else { throw .notAllowed(state(at: instant), available: availableActions(at: instant)) }
        case .confirm, .pay:
            if seen == .expired { throw .holdExpired(spaceExpiresAt) }
            if priceExpiresAt <= instant { throw .priceExpired(priceExpiresAt) }
        default:
            guard seen == state else { throw .notAllowed(state(at: instant), available: availableActions(at: instant)) }
        }
    }
}
