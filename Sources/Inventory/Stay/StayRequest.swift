package import Pricing
package import Vocabulary

/// What a traveller looks for: days, and who sleeps in each room.
package struct StayRequest: Hashable, Sendable {
    package static let roomsMax = 9

    package let dates: StayDates
    package let rooms: [Occupancy]

    package enum Fault: Error, Hashable, Sendable {
        case noRooms
        case tooManyRooms
    }

    package init(dates: StayDates, rooms: [Occupancy]) throws(Fault) {
        guard !rooms.isEmpty else { throw .noRooms }
        guard rooms.count <= Self.roomsMax else { throw .tooManyRooms }
        self.dates = dates
        self.rooms = rooms
    }
}
