import Inventory
import Localization
import Pricing
import Vocabulary

/// Rooms, people and hotels in words.
extension Translator {
    /// `2 adults, 1 child`.
    func people(_ occupancy: Occupancy) -> String { people([occupancy]) }

    func people(_ rooms: [Occupancy]) -> String {
        let adults = rooms.map(\.adults).reduce(0, +)
        let children = rooms.map(\.childAges.count).reduce(0, +)
        let parts = [
            self("unit.adults", ["count": .number(adults)]),
            children > 0 ? self("unit.children", ["count": .number(children)]) : nil,
        ].compactMap(\.self)
        return formats.list(parts)
    }

    func room(_ name: String, _ occupancy: Occupancy) -> String {
        self("unit.room_of", ["room": .text(name), "guests": .text(people(occupancy))])
    }

    /// What is eaten, each plan of the basket once.
    func boards(_ boards: [RatePlan.Board]) -> String {
        var seen: Set<RatePlan.Board> = []
        return formats.list(boards.filter { seen.insert($0).inserted }.map { self("board.\($0.rawValue)") })
    }

    func stars(_ count: Int) -> String { self("unit.stars", ["count": .number(count)]) }

    /// Words for codes of the catalogue; a code without words is left out.
    func known(_ group: String, _ codes: [String]) -> [String] {
        var seen: Set<String> = []
        return codes.filter { seen.insert($0).inserted && has("\(group).\($0)") }.map { self("\(group).\($0)") }
    }

    /// Worth saying only when there are few.
    func scarcity(_ roomsLeft: Int) -> String? {
        (1...Self.scarceRoomsMax).contains(roomsLeft)
            ? self("results.rooms_left", ["count": .number(roomsLeft)]) : nil
    }

    private static let scarceRoomsMax = 3

    func country(_ code: String) -> String {
        has("country.\(code)") ? self("country.\(code)") : formats.displayName(ofRegion: code)
    }

    func score(_ hotel: Hotel) -> String? {
        hotel.ratingTenths > 0 ? formats.number(Double(hotel.ratingTenths) / 10) : nil
    }

    func scoreLabel(_ hotel: Hotel) -> String? {
        guard hotel.ratingTenths > 0 else { return nil }
        let rating =
            switch hotel.ratingTenths {
            case 95...: "exceptional"
            case 90..<95: "excellent"
            case 85..<90: "very_good"
            case 75..<85: "good"
            default: "pleasant"
            }
        let word = self("rating.\(rating)")
        guard hotel.reviewCount > 0 else { return word }
        return "\(word) · \(self("unit.reviews", ["count": .number(hotel.reviewCount)]))"
    }
}
