package import Bookings
package import Foundation
import Postgres
package import Vocabulary

/// What is looked for in a site's history of payments and refunds; what is nil does not matter.
package struct MoneyFilter: Hashable, Sendable {
    package var kind: MoneyMove.Kind?
    package var state: MoneyMove.State?
    package var booking: BookingID?
    package var reference: BookingReference?
    package var currency: CurrencyCode?
    /// Of this account's bookings, and what moved alone: a try that came to nothing is no traveller's business.
    package var account: UUID?
    /// Those only that cannot be settled without one.
    package var needsPerson: Bool
    /// Begun then or later.
    package var from: Date?
    /// Begun before.
    package var until: Date?

    /// So far our clock and that of the database may be apart.
    static let clocksApartSeconds: TimeInterval = 3_600

    package init(
        kind: MoneyMove.Kind? = nil, state: MoneyMove.State? = nil, booking: BookingID? = nil,
        reference: BookingReference? = nil, currency: CurrencyCode? = nil, account: UUID? = nil,
        needsPerson: Bool = false, from: Date? = nil,
        until: Date? = nil
    ) {
        self.kind = kind
        self.state = state
        self.booking = booking
        self.reference = reference
        self.currency = currency
        self.account = account
        self.needsPerson = needsPerson
        self.from = from
        self.until = until
    }

    /// On rows named `m`. A period is bounded by identifiers, too: they grow with time, and their index leads to it.
    var conditions: [SQL] {
        var conditions: [SQL] = []
        if let state { conditions.append("m.state = \(state.rawValue)") }
        if let booking { conditions.append("m.booking_id = \(booking.uuid)") }
        if let reference {
            conditions.append(
                "m.booking_id = (select b.booking_id from bookings b where b.reference = \(reference.description))")
        }
        if let currency { conditions.append("m.currency = \(currency)") }
        if let account {
            conditions.append(
                "m.booking_id in (select a.booking_id from booking_accounts a where a.account_id = \(account))")
            conditions.append(
                "(m.kind = 'payment' and m.state = 'captured' or m.kind = 'refund' and m.state <> 'failed')")
        }
        if needsPerson { conditions.append("m.person_since is not null") }
        if let from {
            conditions.append("m.move_id >= \(Self.first(from - Self.clocksApartSeconds)) and m.created_at >= \(from)")
        }
        if let until {
            conditions.append("m.move_id < \(Self.first(until + Self.clocksApartSeconds)) and m.created_at < \(until)")
        }
        return conditions
    }

    /// No identifier of that moment or later is less.
    private static func first(_ instant: Date) -> UUID {
        var zeros = Zeros()
        return IdentifierSource.version7(
            milliseconds: UInt64(max(0, instant.timeIntervalSince1970 * 1_000)), using: &zeros)
    }

    private struct Zeros: RandomNumberGenerator {
        mutating func next() -> UInt64 { 0 }
    }
}
