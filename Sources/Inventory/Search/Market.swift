import Foundation
import Postgres
import Pricing
import Tenancy
import Vocabulary

/// What a place has free for certain days: read in one round trip, priced in memory, so that every
/// rule of money stands in `Pricing` and nowhere else.
struct Market {
    let hotels: [HotelMarket]

    struct Filters: Sendable {
        var stars: Set<Int> = []
        var refundableOnly = false
    }

    /// Throws `PostgresError`, or what a row that does not read throws.
    static func read(
        _ place: CatalogueStore.Place, dates: StayDates, filters: Filters = Filters(), locale: ContentLocale,
        seller: SellerTerms, sparing booking: UUID? = nil, through tenant: some TenantStatements
    ) async throws -> Market {
        let answers = try await tenant.run(
            statements(place, dates: dates, filters: filters, locale: locale, sparing: booking))
        return try Market(answers: answers, dates: dates, seller: seller)
    }

    /// In the order in which `init(answers:)` reads them.
    static func statements(
        _ place: CatalogueStore.Place, dates: StayDates, filters: Filters, locale: ContentLocale,
        sparing booking: UUID? = nil
    ) -> [SQL] {
        [
            MarketStore.plans(
                place, dates: dates, stars: filters.stars, refundableOnly: filters.refundableOnly, sparing: booking),
            CatalogueStore.hotels(place, locale: locale, stars: filters.stars),
            CatalogueStore.roomTypes(place, locale: locale),
            CatalogueStore.charges(place),
            CatalogueStore.childBands(place),
            CatalogueStore.cancellationWindows,
        ]
    }

    init(answers: [Rows], dates: StayDates, seller: SellerTerms) throws {
        let rules = try Dictionary(grouping: answers[5]) { PolicyID(try $0.get("policy_id")) }
            .mapValues { try $0.map(CancellationRule.init) }
        let roomTypes = try Dictionary(grouping: answers[2].map(RoomType.init), by: \.hotel)
        let charges = try StayCharge.byHotel(answers[3])
        let bands = try RoomRate.ChildBand.byHotel(answers[4])
        var plans: [HotelID: [HotelMarket.Plan]] = [:]
        for row in answers[0] {
            let hotel = HotelID(try row.get("hotel_id"))
            plans[hotel, default: []].append(
                try HotelMarket.Plan(row, childBands: bands[hotel] ?? [], markup: seller.markupBasisPoints))
        }
        hotels = try answers[1].map { row in
            let hotel = try Hotel(row)
            let types = roomTypes[hotel.id] ?? []
            return HotelMarket(
                hotel: hotel, dates: dates, charges: seller.charges + (charges[hotel.id] ?? []),
                takesPayments: seller.takesPayments,
                roomTypesInOrder: types, roomTypes: Dictionary(uniqueKeysWithValues: types.map { ($0.id, $0) }),
                plans: plans[hotel.id] ?? [], rules: rules)
        }
    }
}

extension HotelMarket.Plan {
    init(_ row: Row, childBands: [RoomRate.ChildBand], markup: Int) throws {
        let payable: Payable = try row.word("payable")
        let code: String = try row.get("currency")
        guard let currency = CurrencyCode(code) else { throw UnknownWord(column: "currency", word: code) }
        plan = RatePlan(
            id: RatePlanID(try row.get("rate_plan_id")), roomType: RoomTypeID(try row.get("room_type_id")),
            policy: PolicyID(try row.get("policy_id")), board: try row.word("board"),
            isRefundable: try row.get("refundable"), payable: payable)
        rate = RoomRate(
            currency: currency, nightlyMinor: try row.get("prices"),
            derivation: .init(basisPoints: try row.get("derive_basis_points"), minor: try row.get("derive_minor")),
            adultsIncluded: try row.get("adults_included"), extraAdultMinor: try row.get("extra_adult_minor"),
            childBands: childBands, markupBasisPoints: markup, payable: payable)
        free = try row.get("free")
    }
}
