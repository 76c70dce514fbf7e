import Foundation
import Postgres
import Pricing
import Vocabulary

/// One hotel of a crowded city with what it has open.
struct CrowdHotel {
    let id: HotelID
    let standing: HotelStanding
    /// Nil when it is not asked what rooms come to.
    let pricing: CrowdPricing.Hotel?
    var rooms: [OpenRoom] = []

    /// Minor units of the cheapest way to sleep everybody, nothing where prices are not asked for; nil when it can not be
    /// done.
    func total(for occupancies: [Occupancy]) -> Int? {
        if let only = occupancies.first, occupancies.count == 1 {
            return rooms.compactMap { cost($0, for: only) }.min()
        }
        var kinds: [UUID: Int] = [:]
        var free: [Int] = []
        for room in rooms where kinds[room.type] == nil {
            kinds[room.type] = free.count
            free.append(room.free)
        }
        var byOccupancy: [Occupancy: [RoomAssignment.Choice]] = [:]
        for occupancy in Set(occupancies) {
            var costs = [Int?](repeating: nil, count: free.count)
            for room in rooms {
                guard let kind = kinds[room.type], let cost = cost(room, for: occupancy) else { continue }
                costs[kind] = min(costs[kind] ?? .max, cost)
            }
            byOccupancy[occupancy] = costs.enumerated().compactMap { kind, cost in
                cost.map { RoomAssignment.Choice(kind: kind, cost: $0) }
            }
        }
        let choices = occupancies.map { byOccupancy[$0] ?? [] }
        guard let assigned = RoomAssignment.cheapest(choices, free: free) else { return nil }
        return zip(choices, assigned).reduce(0) { sum, room in
            sum + (room.0.first { $0.kind == room.1 }?.cost ?? 0)
        }
    }

    private func cost(_ room: OpenRoom, for occupancy: Occupancy) -> Int? {
        guard room.capacity.fits(occupancy) else { return nil }
        guard let pricing else { return 0 }
        return pricing.cheapest(room, for: occupancy)
    }
}

/// What hotels are put in order by, besides their prices.
struct HotelStanding: Hashable, Sendable {
    let stars: Int
    let ratingTenths: Int
    let recommendedScore: Int
}

/// A room type that is free throughout, with one plan's nightly rates and the terms that may be cheapest on them.
struct OpenRoom {
    let type: UUID
    let capacity: RoomCapacity
    /// On the fullest night.
    let free: Int
    let rates: Rates?

    struct Rates {
        let currency: CurrencyCode
        let nightlyMinor: [Int]
        let terms: [RateTerms]
    }
}

extension OpenRoom {
    /// The columns of `CrowdStore.open` that tell of rooms.
    struct Columns {
        private let types: [UUID]
        private let adults: [Int]
        private let children: [Int]
        private let guests: [Int]
        private let free: [Int]
        private let rates: Rates.Columns?

        init(_ rows: Rows, isPriced: Bool) throws {
            types = try rows.column("room_type_id")
            adults = try rows.column("adults_max")
            children = try rows.column("children_max")
            guests = try rows.column("guests_max")
            free = try rows.column("free")
            rates = isPriced ? try Rates.Columns(rows) : nil
        }

        subscript(row: Int) -> OpenRoom {
            OpenRoom(
                type: types[row],
                capacity: RoomCapacity(
                    adultsMax: adults[row], childrenMax: children[row], guestsMax: guests[row]),
                free: free[row], rates: rates?[row])
        }
    }
}

extension OpenRoom.Rates {
    struct Columns {
        private let currencies: [CurrencyCode]
        private let prices: [[Int]]
        private let basisPoints: [[Int]]
        private let minors: [[Int]]
        private let included: [[Int]]
        private let extra: [[Int]]
        private let paidNow: [[Bool]]

        init(_ rows: Rows) throws {
            currencies = try Self.currencies(rows)
            prices = try rows.column("prices")
            basisPoints = try rows.column("derive_basis_points")
            minors = try rows.column("derive_minor")
            included = try rows.column("adults_included")
            extra = try rows.column("extra_adult_minor")
            paidNow = try rows.column("paid_now")
        }

        /// Most are the one before again.
        private static func currencies(_ rows: Rows) throws -> [CurrencyCode] {
            var currencies: [CurrencyCode] = []
            for code in try rows.column("currency", as: String.self) {
                if let last = currencies.last, last.code == code {
                    currencies.append(last)
                } else if let currency = CurrencyCode(code) {
                    currencies.append(currency)
                } else {
                    throw UnknownWord(column: "currency", word: code)
                }
            }
            return currencies
        }

        subscript(row: Int) -> OpenRoom.Rates {
            let terms = basisPoints[row].indices.map { plan in
                RateTerms(
                    derivation: .init(basisPoints: basisPoints[row][plan], minor: minors[row][plan]),
                    adultsIncluded: included[row][plan], extraAdultMinor: extra[row][plan],
                    payable: paidNow[row][plan] ? .now : .atProperty)
            }
            return OpenRoom.Rates(currency: currencies[row], nightlyMinor: prices[row], terms: terms.undominated)
        }
    }
}
