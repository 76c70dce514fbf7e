import Foundation
import Postgres
import Pricing
import Vocabulary

/// One hotel of a crowded city with what it has open.
struct CrowdHotel {
    let id: HotelID
    let standing: HotelStanding
    /// Nil when it is not asked what rooms come to.
    let pricing: CrowdPricing?
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
            var costs: [Int: Int] = [:]
            for room in rooms {
                guard let kind = kinds[room.type], let cost = cost(room, for: occupancy) else { continue }
                costs[kind] = min(costs[kind] ?? .max, cost)
            }
            byOccupancy[occupancy] = costs.map { RoomAssignment.Choice(kind: $0.key, cost: $0.value) }
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
        return pricing.cheapest(room, of: id, for: occupancy)
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
        private let types: RowColumn<UUID>
        private let adults: RowColumn<Int>
        private let children: RowColumn<Int>
        private let guests: RowColumn<Int>
        private let free: RowColumn<Int>
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
            get throws {
                OpenRoom(
                    type: try types[row],
                    capacity: RoomCapacity(
                        adultsMax: try adults[row], childrenMax: try children[row], guestsMax: try guests[row]),
                    free: try free[row], rates: try rates?[row])
            }
        }
    }
}

extension OpenRoom.Rates {
    struct Columns {
        private let currencies: RowColumn<String>
        private let prices: RowColumn<[Int]>
        private let basisPoints: RowColumn<[Int]>
        private let minors: RowColumn<[Int]>
        private let included: RowColumn<[Int]>
        private let extra: RowColumn<[Int]>
        private let paidNow: RowColumn<[Bool]>

        init(_ rows: Rows) throws {
            currencies = try rows.column("currency")
            prices = try rows.column("prices")
            basisPoints = try rows.column("derive_basis_points")
            minors = try rows.column("derive_minor")
            included = try rows.column("adults_included")
            extra = try rows.column("extra_adult_minor")
            paidNow = try rows.column("paid_now")
        }

        subscript(row: Int) -> OpenRoom.Rates {
            get throws {
                let code = try currencies[row]
                guard let currency = CurrencyCode(code) else { throw UnknownWord(column: "currency", word: code) }
                let (basisPoints, minors) = (try basisPoints[row], try minors[row])
                let (included, extra, paidNow) = (try included[row], try extra[row], try paidNow[row])
                let terms = basisPoints.indices.map { plan in
                    RateTerms(
                        derivation: .init(basisPoints: basisPoints[plan], minor: minors[plan]),
                        adultsIncluded: included[plan], extraAdultMinor: extra[plan],
                        payable: paidNow[plan] ? .now : .atProperty)
                }
                return OpenRoom.Rates(currency: currency, nightlyMinor: try prices[row], terms: terms.undominated)
            }
        }
    }
}
