import Pricing

/// How many may sleep in a room.
struct RoomCapacity: Hashable, Sendable {
    let adultsMax: Int
    let childrenMax: Int
    let guestsMax: Int

    func fits(_ occupancy: Occupancy) -> Bool {
        occupancy.adults <= adultsMax && occupancy.childAges.count <= childrenMax && occupancy.guests <= guestsMax
    }
}

/// What every one of several rooms has to have at the least.
struct LeastCapacity: Hashable, Sendable {
    let adults: Int
    let guests: Int

    init(of rooms: [Occupancy]) {
        adults = rooms.map(\.adults).min() ?? 0
        guests = rooms.map(\.guests).min() ?? 0
    }
}
