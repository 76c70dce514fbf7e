import Bookings
import Pricing
import Vocabulary

/// The rates behind a stay's frozen charges: a booking keeps what each came to, and a rate that changed since would be
/// a lie on a paper. So one is told only where it gives, room for room, the amounts that were agreed.
enum ProvenRates {
    /// By the charge's code.
    ///
    /// - Parameter charges: as they are now, in the order in which they were reckoned.
    static func of(_ stay: FrozenStay, among charges: [StayCharge]) -> [String: StayCharge] {
        var proven = Dictionary(charges.map { ($0.code, $0) }) { first, _ in first }
        for room in stay.rooms {
            let known = reckoned(room, stay.dates, charges)
            for line in room.charges where !known.contains(where: { $0.agrees(with: line) }) { proven[line.code] = nil }
        }
        return proven
    }

    /// The room's charges over its frozen nights, in which supplements and mark-up are already.
    private static func reckoned(_ room: FrozenRoom, _ dates: StayDates, _ charges: [StayCharge]) -> [ChargeLine] {
        guard room.nightly.count == dates.nightCount else { return [] }
        let rate = RoomRate(
            currency: room.price.currency, nightlyMinor: room.nightly.map(\.minor),
            adultsIncluded: room.occupancy.guests, extraAdultMinor: 0, childBands: [], markupBasisPoints: 0,
            payable: .now)
        return RoomQuote(stay: dates, occupancy: room.occupancy, rate: rate, charges: charges).charges
    }
}

extension ChargeLine {
    fileprivate func agrees(with other: ChargeLine) -> Bool {
        code == other.code && kind == other.kind && amount == other.amount && isIncluded == other.isIncluded
    }
}
