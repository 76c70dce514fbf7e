package import Foundation
import Pricing
package import Vocabulary

/// Prices an offer again with the rates and the stock of this moment.
package struct Repricing: Sendable {
    package enum Outcome: Hashable, Sendable {
        /// Can be booked; compare `price.total` with the offer's.
        case available(PricedStay)
        case soldOut
    }

    let seller: SellerTerms
    let locale: LocaleTag

    package init(seller: SellerTerms, locale: LocaleTag) {
        self.seller = seller
        self.locale = locale
    }

    /// One round trip. A plan or hotel no longer on sale counts as sold out.
    ///
    /// - Parameter booking: the one that would become what is priced: its rooms count as free.
    ///
    /// Throws `PostgresError`.
    package func run(
        _ offer: Offer, sparing booking: UUID? = nil, through tenant: some TenantStatements
    ) async throws -> Outcome {
        let market = try await Market.read(
            .hotel(offer.hotel), dates: offer.dates, locale: ContentLocale(for: locale), seller: seller,
            sparing: booking, through: tenant)
        guard let hotel = market.hotels.first, let candidates = hotel.candidates(for: offer.rooms) else {
            return .soldOut
        }
        return .available(try hotel.stay(candidates))
    }
}

extension HotelMarket {
    /// The very plans of an offer, if all are still on sale with rooms enough for the whole basket.
    fileprivate func candidates(for rooms: [Offer.Room]) -> [Candidate]? {
        let wanted = Dictionary(rooms.map { ($0.roomType, 1) }, uniquingKeysWith: +)
        var chosen: [Candidate] = []
        for room in rooms {
            guard let plan = plans.first(where: { $0.plan.id == room.ratePlan && $0.plan.roomType == room.roomType }),
                plan.free >= wanted[room.roomType] ?? 0,
                let roomType = roomTypes[room.roomType], roomType.fits(room.occupancy)
            else { return nil }
            let quote = quote(plan, room.occupancy)
            guard takesPayments || quote.price.dueNow.minor == 0 else { return nil }
            chosen.append(Candidate(plan: plan, quote: quote))
        }
        return chosen
    }
}
