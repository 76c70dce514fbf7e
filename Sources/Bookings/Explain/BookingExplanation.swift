import Inventory
package import Pricing
import Tenancy
package import Vocabulary

/// How each cent of a booking came to be, worked out again from what was frozen with it: never from rates, taxes and
/// policies as they stand now. The same booking always gives the same bytes.
package struct BookingExplanation: Hashable, Sendable {
    /// Whose eyes it is for.
    package enum Depth: Hashable, Sendable {
        /// What was agreed with the traveller.
        case traveller
        /// The seller's own: what the property asks, what was added, who gets what.
        case staff
    }

    package let reference: BookingReference
    package let dates: StayDates
    package let hotelName: String
    package let currency: CurrencyCode
    package let rooms: [Room]
    /// Given back alone, with what is kept for each.
    package let dropped: [DroppedRoom]
    package let price: Price
    package let shares: StayShares?
    package let platformFee: Money
    package let terms: CancellationTerms
    package let definitionVersion: Int
    /// What was worked out again is what was agreed, to the last minor unit.
    package let isExact: Bool

    package struct Room: Hashable, Sendable {
        package let name: String
        package let board: String
        package let terms: CancellationTerms
        package let explanation: RoomExplanation
        /// The rule by which the plan follows another one's rate.
        package let derivation: RoomRate.Derivation
        package let markupBasisPoints: Int
    }
}

extension BookingExplanation {
    /// Nil for a booking of before the inputs of prices were kept.
    package init?(_ booking: Booking, _ billing: FrozenBilling, definitionVersion: Int) {
        let stay = booking.stay
        var rooms: [Room] = []
        for room in stay.rooms {
            guard let basis = room.basis else { return nil }
            rooms.append(
                Room(
                    name: room.name, board: room.board.rawValue, terms: room.terms,
                    explanation: basis.explanation(stay.dates, room.occupancy), derivation: basis.rate.derivation,
                    markupBasisPoints: basis.rate.markupBasisPoints))
        }
        reference = booking.reference
        dates = stay.dates
        hotelName = stay.hotelName
        currency = stay.currency
        self.rooms = rooms
        dropped = stay.dropped
        price = (rooms.map(\.explanation.quote.price) + dropped.map(\.price)).reduce(.zero(currency), +)
        shares = stay.shares
        platformFee = price.total.share(basisPoints: billing.billing.platformFeeBasisPoints)
        terms = stay.terms
        self.definitionVersion = definitionVersion
        isExact =
            price == stay.price
            && zip(rooms, stay.rooms).allSatisfy { $0.explanation.quote.charges == $1.charges }
    }
}
