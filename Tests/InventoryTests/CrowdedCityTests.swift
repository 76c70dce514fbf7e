import Crypto
import Foundation
import Inventory
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// A crowded city is searched in another way than a small one; what is found is the same.
@Suite("Searching a crowded city")
struct CrowdedCityTests {
    private let codec = OfferCodec(key: SymmetricKey(data: Array(repeating: 3 as UInt8, count: 32)))
    private let clock = WallClock { Date(timeIntervalSince1970: 0) }

    private func search(crowdedAbove hotels: Int) -> HotelSearch {
        HotelSearch(offers: codec, clock: clock, smallCityHotels: hotels)
    }

    private static let taxes = [
        StayCharge(
            code: "stay_tax_1", kind: .tax, basis: .percent, value: 700, nightsMax: nil, fromAge: 0, isIncluded: false,
            payable: .now),
        StayCharge(
            code: "stay_tax_2", kind: .tax, basis: .percent, value: 1900, nightsMax: nil, fromAge: 0, isIncluded: true,
            payable: .now),
    ]

    @Test(
        "finds what a small one of the same hotels would: the same pages, prices and counts",
        arguments: IsolationMode.allCases)
    func same(isolation: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(isolation)
        let today: CalendarDate = try await fleet.admin.single("select current_date as today").only().get("today")
        let seed = CatalogueSeed(
            data: try SeedData(directory: TestFleet.root.appendingPathComponent("seed")),
            size: SeedSize(hotelsInFirstTier: 14, hotelsInOtherCities: 1, nights: 20))
        for (entry, name, currency) in [(one, "one", CurrencyCode.eur), (two, "two", .jpy)] {
            _ = try await seed.run(name: name, currency: currency, today: today, in: fleet.tenants.scope(entry))
        }
        let scopes = [fleet.tenants.scope(one), fleet.tenants.scope(two)]
        try await Self.takeSome(scopes[0], fleet)
        var random = SeededGenerator(seed: 20_261_127)
        var (found, none, several, further) = (0, 0, 0, 0)
        for turn in 0..<60 {
            let seller = SellerTerms(
                markupBasisPoints: [0, 800].randomElement(using: &random) ?? 0,
                charges: Bool.random(using: &random) ? Self.taxes : [], takesPayments: turn % 5 != 0)
            let scope = scopes[turn % 2]
            var query = try Self.query(today, using: &random, after: nil)
            for _ in 0..<3 {
                let small = try await search(crowdedAbove: 64).run(query, seller: seller, locale: .english, in: scope)
                let crowd = try await search(crowdedAbove: 3).run(query, seller: seller, locale: .english, in: scope)
                #expect(crowd.results.map(\.stay) == small.results.map(\.stay), "\(query)")
                #expect(crowd.results.map(\.offerID) == small.results.map(\.offerID), "\(query)")
                #expect(crowd.results.map(\.roomsLeft) == small.results.map(\.roomsLeft))
                #expect(crowd.matchCount == small.matchCount && crowd.next == small.next, "\(query)")
                #expect(crowd.destination == small.destination)
                if small.results.isEmpty { none += 1 } else { found += 1 }
                if query.request.rooms.count > 1, !small.results.isEmpty { several += 1 }
                guard let next = small.next else { break }
                further += 1
                query = try Self.query(query, after: next)
            }
        }
        #expect(found > 40 && none > 0 && several > 5 && further > 10, "\(found) \(none) \(several) \(further)")
        await fleet.close()
    }

    @Test("where nothing is free says so, and knows no more of an unknown place than a small one")
    func nothing() async throws {
        let fleet = try await TestFleet.make()
        let (one, _) = try await fleet.pair(.pooled)
        let today: CalendarDate = try await fleet.admin.single("select current_date as today").only().get("today")
        let seed = CatalogueSeed(
            data: try SeedData(directory: TestFleet.root.appendingPathComponent("seed")),
            size: SeedSize(hotelsInFirstTier: 6, hotelsInOtherCities: 1, nights: 10))
        let scope = fleet.tenants.scope(one)
        _ = try await seed.run(name: "one", currency: .eur, today: today, in: scope)
        let seller = SellerTerms(markupBasisPoints: 0, charges: [], takesPayments: true)
        for sort in SearchQuery.Sort.allCases {
            let dates = try StayDates(checkIn: today.adding(days: 200), checkOut: today.adding(days: 202))
            let request = try StayRequest(dates: dates, rooms: [Occupancy(adults: 2)])
            let page = try await search(crowdedAbove: 0).run(
                SearchQuery(destination: "Paris", request: request, sort: sort), seller: seller, locale: .english,
                in: scope)
            #expect(page.results.isEmpty && page.matchCount == 0 && page.next == nil)
            #expect(page.destination.code == "PAR")
            await #expect(throws: SearchError.unknownDestination) {
                try await search(crowdedAbove: 0).run(
                    SearchQuery(destination: "QQQ", request: request, sort: sort), seller: seller, locale: .english,
                    in: scope)
            }
        }
        await fleet.close()
    }

    /// A third of Paris is held or sold out on one night.
    private static func takeSome(_ scope: TenantScope, _ fleet: TestFleet) async throws {
        let rows = try await scope.run(
            """
            select n.room_type_id, n.night, n.capacity
              from room_nights n join room_types t on t.room_type_id = n.room_type_id
              join hotels h on h.hotel_id = t.hotel_id
             where h.city_code = 'PAR' and n.night = current_date + 5 and n.capacity > 0
             order by n.room_type_id
            """)
        let stock = Stock(identifiers: fleet.identifiers)
        for (index, row) in rows.enumerated() where index % 3 == 0 {
            let night: CalendarDate = try row.get("night")
            let demand = StockDemand(
                roomType: RoomTypeID(try row.get("room_type_id")),
                stay: try StayDates(checkIn: night, checkOut: night.adding(days: 1)), quantity: try row.get("capacity"))
            try await scope.transaction { tx in
                _ = try await stock.take([demand], booking: UUID(), expiresAfterSeconds: 600, in: tx)
            }
        }
    }

    private static func query(
        _ today: CalendarDate, using random: inout SeededGenerator, after cursor: SearchCursor?
    ) throws -> SearchQuery {
        let checkIn = today.adding(days: Int.random(in: 1...8, using: &random))
        let dates = try StayDates(
            checkIn: checkIn, checkOut: checkIn.adding(days: Int.random(in: 1...4, using: &random)))
        let baskets = [["1"], ["2"], ["2,7"], ["3"], ["2", "2"], ["1", "2,4"], ["2", "1,15", "2"], ["4,3,9"]]
        let rooms = try (baskets.randomElement(using: &random) ?? ["2"]).map { try #require(Occupancy($0)) }
        let dear = Int.random(in: 20_000...200_000, using: &random)
        return SearchQuery(
            destination: Bool.random(using: &random) ? "PAR" : "Paris",
            request: try StayRequest(dates: dates, rooms: rooms),
            stars: Int.random(in: 0...3, using: &random) == 0 ? [4, 5] : [],
            totalMinor: Int.random(in: 0...3, using: &random) == 0 ? 0...dear : nil,
            refundableOnly: Int.random(in: 0...3, using: &random) == 0,
            sort: SearchQuery.Sort.allCases.randomElement(using: &random) ?? .price, cursor: cursor, limit: 4)
    }

    private static func query(_ query: SearchQuery, after cursor: SearchCursor) throws -> SearchQuery {
        SearchQuery(
            destination: query.destination, request: query.request, stars: query.stars, totalMinor: query.totalMinor,
            refundableOnly: query.refundableOnly, sort: query.sort, cursor: cursor, limit: query.limit)
    }
}
