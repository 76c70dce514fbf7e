package import Foundation
package import Pricing
package import Vocabulary

package struct AmendmentID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}

/// A booking as it would be, or became: what it is made of then, and what that does to the money.
package struct Amendment: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Other nights or other guests.
        case stay
        /// Rooms given back, each alone.
        case rooms
    }

    package enum State: String, CaseIterable, Hashable, Sendable {
        case quoted
        /// Agreed to; its nights are kept until what is due is paid.
        case pending
        case applied
        case declined
        case lapsed
        /// Another one came in its place, or the booking was cancelled.
        case withdrawn

        package var isEnd: Bool { self != .quoted && self != .pending }
    }

    package let id: AmendmentID
    package let booking: BookingID
    /// Of the booking that it was reckoned for: good for that and no other.
    package let sequence: Int
    package let kind: Kind
    package let state: State
    package let was: FrozenStay
    package let stay: FrozenStay
    /// Of the rooms of before, those given back, from 0.
    package let dropped: [Int]
    package let expiresAt: Date

    /// To be paid through us before it counts.
    package var due: Money { Self.above(stay.price.dueNow, was.price.dueNow) }
    /// By how much less is paid through us.
    package var returned: Money { Self.above(was.price.dueNow, stay.price.dueNow) }
    /// By how much the whole costs more; below nothing, less.
    package var difference: Money { stay.price.total - was.price.total }

    private static func above(_ one: Money, _ other: Money) -> Money {
        Money(minor: max(0, one.minor - other.minor), one.currency)
    }

    /// As the world sees it: what was to be paid in time and was not has lapsed, whether or not that was written.
    package func state(at instant: Date) -> State {
        state == .pending && expiresAt <= instant ? .lapsed : state
    }
}

/// What somebody wants of a booking.
package enum WantedChange: Hashable, Sendable {
    /// Nil: the same guests as before, room by room.
    case stay(StayDates, [Occupancy]?)
    /// By their places among the booking's rooms, from 0.
    case dropping(Set<Int>)
}
