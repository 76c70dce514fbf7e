import Foundation
import Inventory
import Localization
import Pricing

extension OfferCard {
    /// Amenities told on a card; the rest stand on the hotel's page.
    private static let amenitiesMax = 4

    init(_ offered: OfferedStay, of destination: Destination, _ results: Results) {
        let visit = results.visit
        let stay = offered.stay
        let hotel = stay.hotel
        let words = visit.words
        let cancellation = CancellationWords(words: words, zone: words.place(destination.name), now: visit.now)
        self.init(
            id: hotel.id.uuid.uuidString.lowercased(), hotelName: hotel.name,
            hotelURL: SitePaths.with(visit.paths.hotel(hotel.id), results.entry.stayQuery),
            stars: hotel.stars, starsLabel: words.stars(hotel.stars), place: hotel.address,
            score: words.score(hotel), scoreLabel: words.scoreLabel(hotel),
            rooms: stay.rooms.map { words.room($0.roomType.name, $0.quote.occupancy) },
            ratePlan: words.boards(stay.rooms.map(\.plan.board)),
            amenities: Array(words.known("amenity", hotel.amenityCodes).prefix(Self.amenitiesMax)),
            availability: words.scarcity(offered.roomsLeft),
            cancellation: cancellation.view(stay.terms, total: stay.price.total),
            price: visit.frame.price(
                stay.price, nightly: stay.quote.nightly, guests: results.request.rooms.map(\.guests).reduce(0, +)),
            plate: Plate(for: hotel.id.uuid.uuidString))
    }
}
