import Foundation
import Pricing
package import Tenancy
package import Vocabulary

/// Finds hotels with room for a basket, with prices that hold everything mandatory. Writes nothing:
/// each result carries a signed offer.
package struct HotelSearch: Sendable {
    let offers: OfferCodec
    let clock: WallClock

    package init(offers: OfferCodec, clock: WallClock) {
        self.offers = offers
        self.clock = clock
    }

    /// One page of the destination's hotels, each with its cheapest way to sleep everybody. One round
    /// trip when the destination is a code, two when it is a name.
    ///
    /// Throws `SearchError.unknownDestination`, `.badCursor`, or `PostgresError`.
    package func run(
        _ query: SearchQuery, seller: SellerTerms, locale: LocaleTag, in scope: TenantScope
    ) async throws -> SearchPage {
        guard query.cursor.map({ $0.sort == query.sort }) ?? true else { throw SearchError.badCursor }
        let locale = ContentLocale(for: locale)
        let (destination, market) = try await read(query, seller: seller, locale: locale, in: scope)
        let matches = market.hotels.compactMap { hotel -> Match? in
            guard let candidates = hotel.cheapest(for: query.request.rooms) else { return nil }
            let total = candidates.totalMinor
            guard query.totalMinor?.contains(total) ?? true else { return nil }
            let place = SearchCursor(
                sort: query.sort, key: query.sort.key(hotel.hotel, total: total), hotel: hotel.hotel.id)
            return Match(place: place, hotel: hotel, candidates: candidates)
        }
        let after = matches.filter { match in query.cursor.map { $0 < match.place } ?? true }
            .sorted { $0.place < $1.place }
        let page = after.prefix(query.limit)
        return SearchPage(
            destination: destination,
            results: try page.map { try offered($0.candidates, of: $0.hotel, tenant: scope.tenant) },
            matchCount: matches.count, next: after.count > page.count ? page.last?.place : nil)
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

    private struct Match {
        let place: SearchCursor
        let hotel: HotelMarket
        let candidates: [HotelMarket.Candidate]
    }

    /// A code goes along with the search itself; only when it names no city is it looked up as a name.
    private func read(
        _ query: SearchQuery, seller: SellerTerms, locale: ContentLocale, in scope: TenantScope
    ) async throws -> (Destination, Market) {
        let filters = Market.Filters(stars: query.stars, refundableOnly: query.refundableOnly)
        if let code = Destination.code(query.destination) {
            let statements = Market.statements(
                .city(code), dates: query.request.dates, filters: filters, locale: locale)
            let answers = try await scope.run(statements + [DestinationStore.city(code, locale: locale)])
            if let row = answers[statements.count].first {
                return (
                    try Destination(row),
                    try Market(
                        answers: Array(answers.prefix(statements.count)), dates: query.request.dates, seller: seller)
                )
            }
        }
        let destination = try await DestinationFinder().resolve(query.destination, locale: locale, in: scope)
        let market = try await Market.read(
            .city(destination.code), dates: query.request.dates, filters: filters, locale: locale, seller: seller,
            through: scope)
        return (destination, market)
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

extension SearchQuery.Sort {
    /// Smaller comes first.
    fileprivate func key(_ hotel: Hotel, total: Int) -> Int {
        switch self {
        case .recommended: -hotel.recommendedScore
        case .price: total
        case .stars: -hotel.stars
        case .rating: -hotel.ratingTenths
        }
    }
}
