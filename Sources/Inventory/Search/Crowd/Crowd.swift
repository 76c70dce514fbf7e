import Foundation
import Postgres
import Pricing
import Tenancy
import Vocabulary

/// The hotels of a crowded city with what they have open: enough to say which of them match and what they come to, and
/// nothing of what they are.
struct Crowd {
    let hotels: [CrowdHotel]

    /// What of a search decides which hotels match.
    struct Question: Sendable {
        let request: StayRequest
        let filters: Market.Filters
        let seller: SellerTerms
        /// Without prices a hotel matches that has rooms enough.
        let isPriced: Bool
    }

    /// One round trip.
    ///
    /// Throws `PostgresError`, or what a row that does not read throws.
    static func read(_ code: String, _ question: Question, through tenant: some TenantStatements) async throws -> Crowd
    {
        let request = question.request
        let open = CrowdStore.open(
            code, dates: request.dates, least: LeastCapacity(of: request.rooms), stars: question.filters.stars,
            refundableOnly: question.filters.refundableOnly, isPriced: question.isPriced)
        guard question.isPriced else { return try Crowd(open: try await tenant.run([open])[0], pricing: nil) }
        let hasChildren = request.rooms.contains { !$0.childAges.isEmpty }
        let answers = try await tenant.run(
            [open, CatalogueStore.charges(.city(code))] + (hasChildren ? [CatalogueStore.childBands(.city(code))] : []))
        let pricing = CrowdPricing(
            seller: question.seller, dates: request.dates,
            charges: try Market.byHotel(answers[1], StayCharge.init),
            bands: hasChildren ? try Market.byHotel(answers[2], RoomRate.ChildBand.init) : [:])
        return try Crowd(open: answers[0], pricing: pricing)
    }

    private init(open rows: Rows, pricing: CrowdPricing?) throws {
        let ids = try rows.column("hotel_id", as: UUID.self)
        let rooms = try OpenRoom.Columns(rows, isPriced: pricing != nil)
        let (stars, ratings) = (try rows.column("stars", as: Int.self), try rows.column("rating_tenths", as: Int.self))
        let scores = try rows.column("recommended_score", as: Int.self)
        var hotels: [CrowdHotel] = []
        var places: [UUID: Int] = [:]
        for row in rows.indices {
            let id = try ids[row]
            let place: Int
            if let last = hotels.indices.last, hotels[last].id.uuid == id {
                place = last
            } else if let known = places[id] {
                place = known
            } else {
                place = hotels.count
                places[id] = place
                hotels.append(
                    CrowdHotel(
                        id: HotelID(id),
                        standing: HotelStanding(
                            stars: try stars[row], ratingTenths: try ratings[row], recommendedScore: try scores[row]),
                        pricing: pricing))
            }
            hotels[place].rooms.append(try rooms[row])
        }
        self.hotels = hotels
    }
}

/// What the prices of a crowd follow, besides its rates.
final class CrowdPricing: Sendable {
    let seller: SellerTerms
    let dates: StayDates
    private let charges: [HotelID: [StayCharge]]
    private let bands: [HotelID: [RoomRate.ChildBand]]

    init(
        seller: SellerTerms, dates: StayDates, charges: [HotelID: [StayCharge]],
        bands: [HotelID: [RoomRate.ChildBand]]
    ) {
        self.seller = seller
        self.dates = dates
        // What a price includes is a part of its total, and changes none.
        self.charges = charges.mapValues { $0.filter { !$0.isIncluded } }
        self.bands = bands
    }

    /// Minor units of the cheapest plan that is on sale; nil when none is.
    func cheapest(_ room: OpenRoom, of hotel: HotelID, for occupancy: Occupancy) -> Int? {
        guard let open = room.rates else { return nil }
        let charges = seller.charges.filter { !$0.isIncluded } + (charges[hotel] ?? [])
        var least: Int?
        for terms in open.terms {
            let rate = terms.rate(
                open.currency, nightlyMinor: open.nightlyMinor, childBands: bands[hotel] ?? [],
                markupBasisPoints: seller.markupBasisPoints)
            let price = RoomQuote(stay: dates, occupancy: occupancy, rate: rate, charges: charges).price
            guard seller.takesPayments || price.dueNow.minor == 0 else { continue }
            least = min(least ?? .max, price.total.minor)
        }
        return least
    }
}
