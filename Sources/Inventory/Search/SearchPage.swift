package import Foundation

/// A page of search results, each with an offer that can be booked.
package struct SearchPage: Sendable {
    package let destination: Destination
    package let results: [OfferedStay]
    /// How many hotels matched, over all pages.
    package let matchCount: Int
    package let next: SearchCursor?
}

/// A stay and the signed offer that names it.
package struct OfferedStay: Sendable {
    package let stay: PricedStay
    package let offerID: String
    package let expiresAt: Date
    /// Rooms free on the fullest night, of the room type that has fewest.
    package let roomsLeft: Int
}

/// A hotel with everything it offers for a request; no offers when it has no room.
package struct HotelPage: Sendable {
    package let hotel: Hotel
    package let roomTypes: [RoomType]
    /// The cheapest way first, then each rate plan that takes all rooms.
    package let offers: [OfferedStay]
}

/// Why a search has no answer.
package enum SearchError: Error, Hashable, Sendable {
    case unknownDestination
    case unknownHotel
    /// A cursor of another sort.
    case badCursor
}
