package import Foundation
package import Inventory
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
    /// Lost by cancelling; zero until then.
    package let penalty: Money
    package let locale: LocaleTag
    package let spaceExpiresAt: Date
    package let priceExpiresAt: Date
    package let createdAt: Date

    package init(
        id: BookingID, reference: BookingReference, state: BookingState, sequence: Int, settlement: Settlement,
        stay: FrozenStay, paid: Money, penalty: Money, locale: LocaleTag, spaceExpiresAt: Date, priceExpiresAt: Date,
        createdAt: Date
    ) {
        self.id = id
        self.reference = reference
        self.state = state
        self.sequence = sequence
        self.settlement = settlement
        self.stay = stay
        self.paid = paid
        self.penalty = penalty
        self.locale = locale
        self.spaceExpiresAt = spaceExpiresAt
        self.priceExpiresAt = priceExpiresAt
        self.createdAt = createdAt
    }

    package var price: Price { stay.price }

    /// As the world sees it: a hold whose time is over has expired, whether or not it was tidied up.
    package func state(at instant: Date) -> BookingState {
        state.hasDeadline && spaceExpiresAt <= instant ? .expired : state
    }

    package func availableActions(at instant: Date) -> [BookingAction] {
        BookingCourse.available(in: state(at: instant), settlement)
    }

    /// The change that `action` makes.
    ///
    /// Throws `BookingError.notAllowed`, listing what is allowed at `instant`.
    package func changed(by action: BookingAction, at instant: Date) throws(BookingError) -> BookingChange {
        guard let next = BookingCourse.next(state, action, settlement) else {
            throw .notAllowed(action, available: availableActions(at: instant))
        }
        return BookingChange(booking: id, sequence: sequence + 1, action: action, from: state, to: next)
    }

    /// Whether both clocks still run.
    ///
    /// Throws `.holdExpired` or `.priceExpired`.
    package func requireLive(at instant: Date) throws(BookingError) {
        guard spaceExpiresAt > instant else { throw .holdExpired }
        guard priceExpiresAt > instant else { throw .priceExpired }
    }
}
