package import Foundation
package import Postgres
import Pricing
import Vocabulary

/// A booking as it was read, and the database's time at that moment.
package struct DatedBooking: Hashable, Sendable {
    package let booking: Booking
    package let instant: Date

    package init(booking: Booking, instant: Date) {
        self.booking = booking
        self.instant = instant
    }

    package var state: BookingState { booking.state(at: instant) }
    package var availableActions: [BookingAction] { booking.availableActions(at: instant) }

    package init(_ row: Row) throws {
        let currency: CurrencyCode = try row.get("currency")
        guard let state = BookingState(rawValue: try row.get("state")),
            let settlement = Settlement(rawValue: try row.get("settlement")),
            let reference = BookingReference(try row.get("reference", as: String.self))
        else { throw StayDocumentFault(place: "booking") }
        booking = Booking(
            id: BookingID(try row.get("booking_id")), reference: reference, state: state,
            sequence: try row.get("sequence"), settlement: settlement, stay: try FrozenStay(json: try row.get("stay")),
            paid: Money(minor: try row.get("paid_minor"), currency),
            refunded: Money(minor: try row.get("refunded_minor"), currency),
            penalty: Money(minor: try row.get("penalty_minor"), currency), locale: try row.get("locale"),
            spaceExpiresAt: try row.get("space_expires_at"), priceExpiresAt: try row.get("price_expires_at"),
            createdAt: try row.get("created_at"),
            disputed: Money(minor: try row.get("disputed_minor"), currency),
            display: try row.get("display", as: JSONText?.self).map { try DisplayRate(json: $0) })
        instant = try row.get("instant")
    }
}

extension SealedParty {
    init(_ row: Row) throws {
        self.init(
            travellers: try row.get("travellers_sealed"), email: try row.get("email_sealed"),
            emailIndex: try row.get("email_index"), phone: try row.get("phone_sealed", as: Data?.self).map(Array.init),
            notes: try row.get("notes_sealed", as: Data?.self).map(Array.init),
            keyNumber: try row.get("data_key_number"))
    }
}
