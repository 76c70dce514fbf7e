import Foundation
import Postgres
import Pricing
package import Tenancy
package import Vocabulary

/// Finds hotels with room for a basket, with prices that hold everything mandatory. Writes nothing:
/// each result carries a signed offer.
package struct HotelSearch: Sendable {
    /// A city with more hotels is crowded: what it has open is found first, and only a page's hotels are read whole.
    package static let smallCityHotelsDefault = 64

    let offers: OfferCodec
    let clock: WallClock
    let smallCityHotels: Int

    package init(offers: OfferCodec, clock: WallClock, smallCityHotels: Int = smallCityHotelsDefault) {
        self.offers = offers
        self.clock = clock
        self.smallCityHotels = smallCityHotels
    }

    /// One page of the destination's hotels, each with its cheapest way to sleep everybody.
    ///
    /// A small city is read whole and answered in one round trip when it is named by its code, in two by its name. Of a
    /// crowded one it is read first what is open, then the page's hotels: two round trips more. Rooms that are gone by then
    /// make the page shorter.
    ///
    /// Throws `SearchError.unknownDestination`, `.badCursor`, or `PostgresError`.
    package func run(
        _ query: SearchQuery, seller: SellerTerms, locale: LocaleTag, in scope: TenantScope
    ) async throws -> SearchPage {
        guard query.cursor.map({ $0.sort == query.sort }) ?? true else { throw SearchError.badCursor }
        let locale = ContentLocale(for: locale)
        let (destination, market) = try await read(query, seller: seller, locale: locale, in: scope)
        guard let market else {
            return try await crowded(destination, query, seller: seller, locale: locale, in: scope)
        }
        let ranking = Ranking(
            market.hotels.compactMap { hotel -> (SearchCursor, (HotelMarket, [HotelMarket.Candidate]))? in
                guard let candidates = hotel.cheapest(for: query.request.rooms),
                    let place = query.place(of: hotel.hotel.id, hotel.hotel.standing, total: candidates.totalMinor)
                else { return nil }
                return (place, (hotel, candidates))
            }, after: query.cursor, limit: query.limit)
        return SearchPage(
            destination: destination,
            results: try ranking.page.map { try offered($0.1, of: $0.0, tenant: scope.tenant) },
            matchCount: ranking.matchCount, next: ranking.next)
    }

    private func crowded(
        _ destination: Destination, _ query: SearchQuery, seller: SellerTerms, locale: ContentLocale,
        in scope: TenantScope
    ) async throws -> SearchPage {
        let question = Crowd.Question(
            request: query.request, filters: query.filters, seller: seller,
            isPriced: query.sort == .price || query.totalMinor != nil || !seller.takesPayments)
        let crowd = try await Crowd.read(destination.code, question, through: scope)
        let ranking = Ranking(
            crowd.hotels.compactMap { hotel -> (SearchCursor, HotelID)? in
                guard let total = hotel.total(for: query.request.rooms),
                    let place = query.place(of: hotel.id, hotel.standing, total: question.isPriced ? total : nil)
                else { return nil }
                return (place, hotel.id)
            }, after: query.cursor, limit: query.limit)
        let results = try await offered(ranking.page, query, seller: seller, locale: locale, in: scope)
        return SearchPage(
            destination: destination, results: results, matchCount: ranking.matchCount, next: ranking.next)
    }

    /// The hotels that still have room, in the order given.
    private func offered(
        _ hotels: [HotelID], _ query: SearchQuery, seller: SellerTerms, locale: ContentLocale, in scope: TenantScope
    ) async throws -> [OfferedStay] {
        guard !hotels.isEmpty else { return [] }
        let market = try await Market.read(
            .hotels(hotels), dates: query.request.dates, filters: query.filters, locale: locale, seller: seller,
            through: scope)
        let read = Dictionary(uniqueKeysWithValues: market.hotels.map { ($0.hotel.id, $0) })
        return try hotels.compactMap { id in
            guard let hotel = read[id], let candidates = hotel.cheapest(for: query.request.rooms) else { return nil }
            return try offered(candidates, of: hotel, tenant: scope.tenant)
        }
    }

    /// One hotel with all that it offers for the request.
    ///
    /// Throws `SearchError.unknownHotel` or `PostgresError`.
    package func hotel(
        _ id: HotelID, request: StayRequest, seller: SellerTerms, locale: LocaleTag, in scope: TenantScope
    ) async throws -> HotelPage {
        let market = try await Market.read(
            .hotel(id), dates: request.dates, locale: ContentLocale(for: locale), seller: seller, through: scope)
        guard let hotel = market.hotels.first else { throw SearchError.unknownHotel }
        let uniform = hotel.uniform(for: request.rooms).sorted { $0.totalMinor < $1.totalMinor }
        let cheapest = hotel.cheapest(for: request.rooms)
        let isMixed = cheapest.map { Set($0.map(\.plan.plan.id)).count > 1 } ?? false
        let choices = (isMixed ? [cheapest].compactMap(\.self) : []) + uniform
        return HotelPage(
            hotel: hotel.hotel, roomTypes: hotel.roomTypesInOrder,
            offers: try choices.map { try offered($0, of: hotel, tenant: scope.tenant) })
    }

    /// Where the search is, and what a small city has; nil for a crowded one. A code goes along with the search itself;
    /// only when it names no city is it looked up as a name.
    private func read(
        _ query: SearchQuery, seller: SellerTerms, locale: ContentLocale, in scope: TenantScope
    ) async throws -> (Destination, Market?) {
        if let code = Destination.code(query.destination) {
            let named = DestinationStore.city(code, locale: locale)
            let (market, rest) = try await small(
                code, query, seller: seller, locale: locale, besides: [named], in: scope)
            if let row = rest[0].first { return (try Destination(row), market) }
        }
        let destination = try await DestinationFinder().resolve(query.destination, locale: locale, in: scope)
        let (market, _) = try await small(destination.code, query, seller: seller, locale: locale, in: scope)
        return (destination, market)
    }

    /// One round trip. Nil when the city is crowded; `statements` are answered either way.
    private func small(
        _ code: String, _ query: SearchQuery, seller: SellerTerms, locale: ContentLocale,
        besides statements: [SQL] = [],
        in scope: TenantScope
    ) async throws -> (Market?, [Rows]) {
        let dates = query.request.dates
        let market = Market.statements(
            .smallCity(code, hotelsMax: smallCityHotels), dates: dates, filters: query.filters, locale: locale)
        let size = CatalogueStore.isSmall(city: code, hotelsMax: smallCityHotels)
        let answers = try await scope.run([size] + market + statements)
        let isSmall: Bool = try answers[0].only().get("is_small")
        let rest = Array(answers.dropFirst(1 + market.count))
        guard isSmall else { return (nil, rest) }
        return (try Market(answers: Array(answers[1...market.count]), dates: dates, seller: seller), rest)
    }

    private func offered(
        _ candidates: [HotelMarket.Candidate], of hotel: HotelMarket, tenant: TenantID
    ) throws -> OfferedStay {
        let stay = try hotel.stay(candidates)
        let expiresAt = offers.expiry(from: clock.now())
        return OfferedStay(
            stay: stay, offerID: offers.encode(Offer(stay, expiresAt: expiresAt), tenant: tenant), expiresAt: expiresAt,
            roomsLeft: candidates.map(\.plan.free).min() ?? 0)
    }
}

extension SearchQuery {
    fileprivate var filters: Market.Filters { Market.Filters(stars: stars, refundableOnly: refundableOnly) }

    /// Where a hotel that has room stands; nil when its total is not what is asked for. `total` is nil where neither the
    /// order nor the query asks for it.
    fileprivate func place(of hotel: HotelID, _ standing: HotelStanding, total: Int?) -> SearchCursor? {
        if let asked = totalMinor, !(total.map(asked.contains) ?? false) { return nil }
        return SearchCursor(sort: sort, key: sort.key(standing, total: total ?? 0), hotel: hotel)
    }
}

extension SearchQuery.Sort {
    /// Smaller comes first.
    fileprivate func key(_ standing: HotelStanding, total: Int) -> Int {
        switch self {
        case .recommended: -standing.recommendedScore
        case .price: total
        case .stars: -standing.stars
        case .rating: -standing.ratingTenths
        }
    }
}

extension Hotel {
    fileprivate var standing: HotelStanding {
        HotelStanding(stars: stars, ratingTenths: ratingTenths, recommendedScore: recommendedScore)
    }
}
