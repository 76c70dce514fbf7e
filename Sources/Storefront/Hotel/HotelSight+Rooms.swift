import Inventory
import Localization
import Pricing

extension HotelSight {
    /// The rooms that are free, in the hotel's order; a basket of several kinds stands first.
    var rooms: [HotelPage.Room] {
        let mixed = found.offers.filter { Set($0.stay.rooms.map(\.roomType.id)).count > 1 }
        let kinds = found.roomTypes.compactMap { type -> HotelPage.Room? in
            let offers = found.offers.filter { $0.stay.rooms.allSatisfy { $0.roomType.id == type.id } }
            guard !offers.isEmpty else { return nil }
            return HotelPage.Room(
                name: type.name, description: type.description, facts: facts(type), rates: offers.map(rate))
        }
        return mixed.map(basket) + kinds
    }

    private func basket(_ offer: OfferedStay) -> HotelPage.Room {
        let rooms = offer.stay.rooms
        return HotelPage.Room(
            name: visit.formats.list(rooms.map(\.roomType.name)),
            description: visit.formats.list(rooms.map { words.room($0.roomType.name, $0.quote.occupancy) }),
            facts: [words("unit.rooms", ["count": .number(rooms.count)])], rates: [rate(offer)])
    }

    private func facts(_ type: RoomType) -> [String] {
        [words("unit.sleeps", ["count": .number(type.guestsMax)])] + words.known("bed", type.bedCodes)
            + [words("unit.square_metres", ["area": .number(type.squareMetres)])]
            + words.known("amenity", type.amenityCodes)
    }

    private func rate(_ offer: OfferedStay) -> HotelPage.Rate {
        let stay = offer.stay
        return HotelPage.Rate(
            plan: words.boards(stay.rooms.map(\.plan.board)),
            cancellation: CancellationWords(words: words, zone: zone, now: visit.now)
                .view(stay.terms, total: stay.price.total),
            price: visit.frame.price(
                stay.price, nightly: stay.quote.nightly, guests: request.rooms.map(\.guests).reduce(0, +)),
            availability: words.scarcity(offer.roomsLeft),
            form: FormTarget(
                visit.paths.checkoutStart, hidden: visit.hidden([("offer_id", offer.offerID), ("back", back)])))
    }
}
