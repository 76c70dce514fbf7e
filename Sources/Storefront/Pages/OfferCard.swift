import Web

/// One hotel of a list of results, with its best offer for the stay.
package struct OfferCard: PageModel {
    package let id: String
    package let hotelName: String
    package let hotelURL: String
    /// 0 to 5.
    package let stars: Int
    /// `4 stars`, for those who do not see the signs.
    package let starsLabel: String
    package let place: String
    package let score: String?
    package let scoreLabel: String?
    package let rooms: [String]
    package let ratePlan: String
    package let amenities: [String]
    package let availability: String?
    package let cancellation: CancellationTerms
    package let price: PriceView
    package let plate: Plate

    package init(
        id: String, hotelName: String, hotelURL: String, stars: Int, starsLabel: String, place: String,
        score: String? = nil, scoreLabel: String? = nil, rooms: [String], ratePlan: String, amenities: [String] = [],
        availability: String? = nil, cancellation: CancellationTerms, price: PriceView, plate: Plate
    ) {
        self.id = id
        self.hotelName = hotelName
        self.hotelURL = hotelURL
        self.stars = stars
        self.starsLabel = starsLabel
        self.place = place
        self.score = score
        self.scoreLabel = scoreLabel
        self.rooms = rooms
        self.ratePlan = ratePlan
        self.amenities = amenities
        self.availability = availability
        self.cancellation = cancellation
        self.price = price
        self.plate = plate
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "id": id
        case "hotel_name": hotelName
        case "hotel_url": hotelURL
        case "star_signs": String(repeating: "★", count: max(0, min(stars, 5)))
        case "stars_label": starsLabel
        case "place": place
        case "score": present(score)
        case "score_label": present(scoreLabel)
        case "rooms": rooms
        case "rate_plan": ratePlan
        case "amenities": amenities
        case "availability": present(availability)
        case "cancellation": cancellation
        case "price": price
        case "plate": plate.number
        default: nil
        }
    }
}
