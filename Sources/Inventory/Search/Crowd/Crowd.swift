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
        let children = request.rooms.flatMap(\.childAges).sorted()
        let bands = zip(children.prefix(1), children.suffix(1)).map { youngest, oldest in
            CatalogueStore.childBands(.city(code), ages: youngest...oldest)
        }
        let answers = try await tenant.run([open, CatalogueStore.charges(.city(code), onTopOnly: true)] + bands)
        let pricing = try CrowdPricing(
            seller: question.seller, charges: answers[1], bands: answers.count > 2 ? answers[2] : nil)
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
            let id = ids[row]
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
                            stars: stars[row], ratingTenths: ratings[row], recommendedScore: scores[row]),
                        pricing: pricing?.of(HotelID(id))))
            }
            hotels[place].rooms.append(rooms[row])
        }
        self.hotels = hotels
    }
}
