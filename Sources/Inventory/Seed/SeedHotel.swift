import Foundation
import Pricing

/// One made-up hotel in a real city, with its rooms and plans; amounts in minor units.
struct SeedHotel {
    struct Texts {
        let name: String
        let description: String
        let address: String
    }

    struct Room {
        let id: UUID
        let kind: RoomKind
        let plans: [Plan]
        /// Before season and weekday.
        let baseMinor: Int
        let extraAdultMinor: Int
        let capacity: Int
        /// Moves prices and closed nights apart from those of other rooms.
        let salt: Int
    }

    struct Plan {
        let id: UUID
        let policy: SeedPolicy
        let board: RatePlan.Board
        let deriveBasisPoints: Int
        let deriveMinor: Int
        let payable: Payable
    }

    let id: UUID
    let city: SeedData.City
    let stars: Int
    let ratingTenths: Int
    let reviewCount: Int
    let recommendedScore: Int
    let latitude: Double
    let longitude: Double
    let checkInHour: Int
    let checkOutHour: Int
    let amenityCodes: [String]
    let texts: [ContentLocale: Texts]
    let rooms: [Room]
    /// What a child of 6 to 12 pays a night.
    let childMinor: Int
    let resortFeeMinor: Int
    /// Day of the year with the highest prices, and what a weekend night costs in percent.
    let peakDay: Int
    let weekendPercent: Int
}

/// The kinds of room that the seed knows; words stand under `room.<kind>`.
enum RoomKind: String, CaseIterable {
    case single, double, twin, family, suite

    var pricePercent: Int {
        switch self {
        case .single: 78
        case .double: 100
        case .twin: 112
        case .family: 145
        case .suite: 210
        }
    }

    var adultsMax: Int {
        switch self {
        case .single: 1
        case .double, .twin: 2
        case .family, .suite: 3
        }
    }

    var childrenMax: Int {
        switch self {
        case .single: 0
        case .double, .twin: 1
        case .family: 3
        case .suite: 2
        }
    }

    var guestsMax: Int {
        switch self {
        case .single: 1
        case .double, .twin: 3
        case .family: 5
        case .suite: 4
        }
    }

    var squareMetres: Int {
        switch self {
        case .single: 14
        case .double: 20
        case .twin: 24
        case .family: 34
        case .suite: 48
        }
    }

    var bedCodes: [String] {
        switch self {
        case .single: ["single"]
        case .double: ["queen"]
        case .twin: ["single", "single"]
        case .family: ["king", "single", "single"]
        case .suite: ["king", "sofa_bed"]
        }
    }
}

/// The cancellation policies that a seeded tenant has.
enum SeedPolicy: String, CaseIterable {
    case flexible
    case week
    case day
    case strict = "non_refundable"

    struct Window {
        let daysBefore: Int?
        let localHour: Int?
        let hoursBefore: Int?
        let penalty: String
        let value: Int
    }

    var isRefundable: Bool { self != .strict }

    var windows: [Window] {
        switch self {
        case .flexible:
            [
                Window(daysBefore: 2, localHour: 18, hoursBefore: nil, penalty: "nights", value: 1),
                Window(daysBefore: 0, localHour: 18, hoursBefore: nil, penalty: "percent", value: 10_000),
            ]
        case .week:
            [
                Window(daysBefore: 7, localHour: 12, hoursBefore: nil, penalty: "percent", value: 5_000),
                Window(daysBefore: 1, localHour: 12, hoursBefore: nil, penalty: "percent", value: 10_000),
            ]
        case .day: [Window(daysBefore: nil, localHour: nil, hoursBefore: 24, penalty: "nights", value: 1)]
        case .strict: [Window(daysBefore: nil, localHour: nil, hoursBefore: nil, penalty: "percent", value: 10_000)]
        }
    }
}
