package import Pricing

/// A property as a reader of one language sees it.
package struct Hotel: Hashable, Sendable {
    package let id: HotelID
    package let cityCode: String
    package let stars: Int
    /// Guests' rating in tenths: 87 is 8.7 of 10.
    package let ratingTenths: Int
    package let reviewCount: Int
    package let recommendedScore: Int
    package let latitude: Double
    package let longitude: Double
    /// IANA name; nights, check-in and deadlines are on its clock.
    package let zone: String
    package let checkInFrom: LocalTime
    package let checkOutUntil: LocalTime
    package let amenityCodes: [String]
    package let name: String
    package let description: String
    package let address: String
}

/// A kind of room of one property; its rooms are interchangeable.
package struct RoomType: Hashable, Sendable {
    package let id: RoomTypeID
    package let hotel: HotelID
    package let adultsMax: Int
    package let childrenMax: Int
    package let guestsMax: Int
    package let squareMetres: Int
    package let bedCodes: [String]
    package let amenityCodes: [String]
    package let name: String
    package let description: String

    package func fits(_ occupancy: Occupancy) -> Bool {
        RoomCapacity(adultsMax: adultsMax, childrenMax: childrenMax, guestsMax: guestsMax).fits(occupancy)
    }
}

/// The terms on which a room type is sold.
package struct RatePlan: Hashable, Sendable {
    package enum Board: String, Hashable, Sendable, CaseIterable {
        case roomOnly = "room_only"
        case breakfast
        case halfBoard = "half_board"
        case fullBoard = "full_board"
        case allInclusive = "all_inclusive"
    }

    package let id: RatePlanID
    package let roomType: RoomTypeID
    package let policy: PolicyID
    package let board: Board
    package let isRefundable: Bool
    package let payable: Payable
}
