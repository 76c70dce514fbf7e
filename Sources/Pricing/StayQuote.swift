package import Vocabulary

/// The price of a whole basket: the exact sum of its rooms, since each may be cancelled alone.
package struct StayQuote: Hashable, Sendable {
    package let stay: StayDates
    package let rooms: [RoomQuote]

    /// `rooms` is not empty and of one currency.
    package init(stay: StayDates, rooms: [RoomQuote]) {
        precondition(!rooms.isEmpty, "a stay has a room")
        self.stay = stay
        self.rooms = rooms
    }

    package var price: Price { rooms.dropFirst().map(\.price).reduce(rooms[0].price, +) }

    /// What each night comes to over all rooms.
    package var nightly: [RoomQuote.Night] {
        stay.nights.enumerated().map { index, date in
            let amounts = rooms.map { $0.nightly[index].amount }
            return RoomQuote.Night(date: date, amount: amounts.dropFirst().reduce(amounts[0], +))
        }
    }

    /// Charges of the same code, due time and inclusion summed over the rooms, in order of appearance.
    package var charges: [ChargeLine] {
        rooms.flatMap(\.charges).reduce(into: []) { lines, line in
            let same = lines.firstIndex {
                $0.code == line.code && $0.isIncluded == line.isIncluded && $0.payable == line.payable
            }
            guard let same else { return lines.append(line) }
            lines[same] = ChargeLine(
                code: line.code, kind: line.kind, amount: lines[same].amount + line.amount,
                isIncluded: line.isIncluded, payable: line.payable)
        }
    }
}
