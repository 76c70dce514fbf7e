package import Vocabulary

/// Rooms of one type wanted for every night of a stay.
package struct StockDemand: Hashable, Sendable {
    package static let quantityMax = 100

    package let roomType: RoomTypeID
    package let stay: StayDates
    package let quantity: Int

    package init(roomType: RoomTypeID, stay: StayDates, quantity: Int) {
        self.roomType = roomType
        self.stay = stay
        self.quantity = quantity
    }
}

/// One night of one room type.
package struct StockNight: Hashable, Sendable {
    package let roomType: RoomTypeID
    package let night: CalendarDate

    package init(roomType: RoomTypeID, night: CalendarDate) {
        self.roomType = roomType
        self.night = night
    }

    /// What the whole basket wants of each night, summed, so that two entries of one room type
    /// cannot each take the last room.
    static func demand(of basket: [StockDemand]) -> [(night: StockNight, quantity: Int)] {
        sums(of: basket).map { (night: $0.key, quantity: $0.value) }
    }

    static func sums(of basket: [StockDemand]) -> [StockNight: Int] {
        var sums: [StockNight: Int] = [:]
        for entry in basket {
            for night in entry.stay.nights {
                sums[StockNight(roomType: entry.roomType, night: night), default: 0] += entry.quantity
            }
        }
        return sums
    }
}
