import Crypto
import Foundation
import Inventory
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Searching hotels")
struct SearchTests {
    private static let seed = TestFleet.root.appendingPathComponent("seed")
    private let codec = OfferCodec(key: SymmetricKey(data: Array(repeating: 3 as UInt8, count: 32)))
    private let seller = SellerTerms(markupBasisPoints: 800, charges: [], takesPayments: true)

    private func search() -> HotelSearch { HotelSearch(offers: codec, clock: .system) }

    /// Two tenants with catalogues of their own, in euros and yen.
    private func seeded(
        _ isolation: IsolationMode, size: SeedSize = .small
    ) async throws -> (TestFleet, TenantScope, TenantScope, CalendarDate) {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(isolation)
        let today: CalendarDate = try await fleet.admin.single("select current_date as today").only().get("today")
        let seed = CatalogueSeed(data: try SeedData(directory: Self.seed), size: size)
        for (entry, name, currency) in [(one, "one", CurrencyCode.eur), (two, "two", .jpy)] {
            _ = try await seed.run(name: name, currency: currency, today: today, in: fleet.tenants.scope(entry))
        }
        return (fleet, fleet.tenants.scope(one), fleet.tenants.scope(two), today)
    }

    private func request(
        _ today: CalendarDate, in days: Int = 5, nights: Int = 3, rooms: [String] = ["2"]
    ) throws -> StayRequest {
        let checkIn = today.adding(days: days)
        return try StayRequest(
            dates: StayDates(checkIn: checkIn, checkOut: checkIn.adding(days: nights)),
            rooms: rooms.map { try #require(Occupancy($0)) })
    }

    @Test("a city is found by its code and by its name in any language and script", arguments: IsolationMode.allCases)
    func destinations(isolation: IsolationMode) async throws {
        let (fleet, one, _, today) = try await seeded(isolation)
        let request = try request(today)
        for (text, code) in [
            ("PAR", "PAR"), ("par", "PAR"), ("Paris", "PAR"), ("Париж", "PAR"), ("باريس", "PAR"),
            ("パリ", "PAR"),
            ("moskva", "MOW"), ("Москва", "MOW"), ("MÜNCHEN", "MUC"), ("munch", "MUC"),
            ("saint petersburg", "LED"),
            ("東京", "TYO"), ("Токио", "TYO"), ("new yo", "NYC"), ("Wien", "VIE"), ("Rom", "ROM"),
        ] {
            let page = try await search().run(
                SearchQuery(destination: text, request: request), seller: seller, locale: .english, in: one)
            #expect(page.destination.code == code, "\(text)")
        }
        for text in ["", "Atlantis", "%", "'; drop table hotels", "QQQ"] {
            await #expect(throws: SearchError.unknownDestination) {
                try await search().run(
                    SearchQuery(destination: text, request: request), seller: seller, locale: .english, in: one)
            }
        }
        let german = try #require(LocaleTag("de-AT"))
        let names = try await DestinationFinder().suggestions(for: "мо", locale: german, in: one).map(\.name)
        #expect(names == ["Moskau"])
        await fleet.close()
    }

    @Test("results are priced whole, and their offers price the same again", arguments: IsolationMode.allCases)
    func offers(isolation: IsolationMode) async throws {
        let (fleet, one, two, today) = try await seeded(isolation)
        let query = SearchQuery(destination: "LON", request: try request(today, rooms: ["2,7", "1"]))
        let page = try await search().run(query, seller: seller, locale: .english, in: one)
        #expect(!page.results.isEmpty)
        for result in page.results {
            let price = result.stay.price
            #expect(price.total == price.dueNow + price.dueAtProperty && price.total.minor > 0)
            #expect(result.stay.quote.nightly.count == 3)
            let offer = try codec.decode(result.offerID, tenant: one.tenant, at: Date(timeIntervalSince1970: 0))
            #expect(offer.total == price.total)
            let again = try await Repricing(seller: seller, locale: .english).run(offer, through: one)
            #expect(again == .available(result.stay))
            #expect(try await Repricing(seller: seller, locale: .english).run(offer, through: two) == .soldOut)
        }
        let others = try await search().run(query, seller: seller, locale: .english, in: two)
        #expect(Set(others.results.map(\.stay.hotel.id)).isDisjoint(with: page.results.map(\.stay.hotel.id)))
        #expect(others.results.allSatisfy { $0.stay.price.currency == .jpy })
        await fleet.close()
    }

    @Test("pages by cursor hold every hotel once, in the order asked for", arguments: SearchQuery.Sort.allCases)
    func pages(sort: SearchQuery.Sort) async throws {
        let size = SeedSize(hotelsInFirstTier: 12, hotelsInOtherCities: 0, nights: 12)
        let (fleet, one, _, today) = try await seeded(.pooled, size: size)
        var seen: [PricedStay] = []
        var cursor: SearchCursor?
        repeat {
            let query = SearchQuery(
                destination: "TYO", request: try request(today, nights: 1), sort: sort, cursor: cursor, limit: 5)
            let page = try await search().run(query, seller: seller, locale: .english, in: one)
            seen += page.results.map(\.stay)
            cursor = try page.next.map { try #require(SearchCursor($0.description)) }
            #expect(page.next == nil || page.results.count == 5)
        } while cursor != nil
        #expect(Set(seen.map(\.hotel.id)).count == seen.count && seen.count >= 8)
        let keys = seen.map { stay in
            switch sort {
            case .recommended: -stay.hotel.recommendedScore
            case .price: stay.price.total.minor
            case .stars: -stay.hotel.stars
            case .rating: -stay.hotel.ratingTenths
            }
        }
        #expect(keys == keys.sorted())
        let wrong = SearchQuery(
            destination: "TYO", request: try request(today), sort: sort == .price ? .stars : .price,
            cursor: try await search().run(
                SearchQuery(destination: "TYO", request: request(today), sort: sort, limit: 1), seller: seller,
                locale: .english, in: one
            ).next)
        await #expect(throws: SearchError.badCursor) {
            try await search().run(wrong, seller: seller, locale: .english, in: one)
        }
        await fleet.close()
    }

    @Test("filters keep what they name")
    func filters() async throws {
        let (fleet, one, _, today) = try await seeded(
            .pooled, size: SeedSize(hotelsInFirstTier: 12, hotelsInOtherCities: 0, nights: 12))
        func run(_ stars: Set<Int> = [], _ total: ClosedRange<Int>? = nil, refundable: Bool = false) async throws
            -> [PricedStay]
        {
            let query = SearchQuery(
                destination: "PAR", request: try request(today, nights: 1), stars: stars, totalMinor: total,
                refundableOnly: refundable, sort: .price, limit: 100)
            return try await search().run(query, seller: seller, locale: .english, in: one).results.map(\.stay)
        }
        let all = try await run()
        #expect(
            try await run([3, 5]).map(\.hotel.id) == all.filter { [3, 5].contains($0.hotel.stars) }.map(\.hotel.id))
        let middle = all[all.count / 2].price.total.minor
        #expect(try await run([], 0...middle) == all.filter { $0.price.total.minor <= middle })
        let refundable = try await run(refundable: true)
        #expect(!refundable.isEmpty && refundable.allSatisfy(\.isRefundable))
        #expect(all.contains { !$0.isRefundable })
        await fleet.close()
    }

    @Test("identical rooms need as many of a type as are asked for on every night, and held ones are gone")
    func quantities() async throws {
        let (fleet, one, _, today) = try await seeded(.pooled)
        func hotels(_ rooms: [String]) async throws -> [PricedStay] {
            try await search().run(
                SearchQuery(destination: "BER", request: request(today, rooms: rooms), limit: 100), seller: seller,
                locale: .english, in: one
            ).results.map(\.stay)
        }
        let stay = try #require(try await hotels(["2"]).first)
        let free = try await one.run(
            "select room_type_id, night, capacity from room_nights where night = \(stay.dates.checkIn.adding(days: 1))")
        let stock = Stock(identifiers: fleet.identifiers)
        // All but one room of each type of the hotel on the middle night.
        let page = try await search().hotel(
            stay.hotel.id, request: request(today), seller: seller, locale: .english, in: one)
        let middle = try StayDates(
            checkIn: stay.dates.checkIn.adding(days: 1), checkOut: stay.dates.checkIn.adding(days: 2))
        var left = 0
        for roomType in page.roomTypes {
            let row = try #require(try free.first { try $0.get("room_type_id", as: UUID.self) == roomType.id.uuid })
            let capacity: Int = try row.get("capacity")
            if roomType.fits(try Occupancy(adults: 2)), capacity > 0 { left += 1 }
            guard capacity > 1 else { continue }
            _ = try await one.transaction { tx in
                try await stock.take(
                    [StockDemand(roomType: roomType.id, stay: middle, quantity: capacity - 1)], booking: UUID(),
                    expiresAfterSeconds: 600, in: tx)
            }
        }
        let possible = try await hotels(Array(repeating: "2", count: left)).first { $0.hotel.id == stay.hotel.id }
        #expect(Set(try #require(possible).rooms.map(\.roomType.id)).count == left)
        let tooMany = try await hotels(Array(repeating: "2", count: left + 1))
        #expect(!tooMany.contains { $0.hotel.id == stay.hotel.id })
        _ = try await one.run("update room_holds set expires_at = clock_timestamp()")
        #expect(try await hotels(Array(repeating: "2", count: left + 1)).contains { $0.hotel.id == stay.hotel.id })
        await fleet.close()
    }
}
