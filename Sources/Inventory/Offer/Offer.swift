package import Foundation
package import Pricing
package import Vocabulary

/// What was offered at what price: enough to price it again and to see whether the price stands.
package struct Offer: Hashable, Sendable {
    package struct Room: Hashable, Sendable {
        package let roomType: RoomTypeID
        package let ratePlan: RatePlanID
        package let occupancy: Occupancy

        package init(roomType: RoomTypeID, ratePlan: RatePlanID, occupancy: Occupancy) {
            self.roomType = roomType
            self.ratePlan = ratePlan
            self.occupancy = occupancy
        }
    }

    package let hotel: HotelID
    package let dates: StayDates
    package let rooms: [Room]
    package let total: Money
    /// Whole seconds.
    package let expiresAt: Date

    package init(hotel: HotelID, dates: StayDates, rooms: [Room], total: Money, expiresAt: Date) {
        self.hotel = hotel
        self.dates = dates
        self.rooms = rooms
        self.total = total
        self.expiresAt = expiresAt
    }

    package init(_ stay: PricedStay, expiresAt: Date) {
        self.init(
            hotel: stay.hotel.id, dates: stay.dates,
            rooms: stay.rooms.map {
                Room(roomType: $0.roomType.id, ratePlan: $0.plan.id, occupancy: $0.quote.occupancy)
            },
            total: stay.price.total, expiresAt: expiresAt)
    }
}

package enum OfferError: Error, Hashable, Sendable {
    /// Not one of ours: altered, cut, of another tenant or of another key.
    case forged
    case expired
}
