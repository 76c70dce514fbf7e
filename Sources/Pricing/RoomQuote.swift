package import Vocabulary

/// The price of one room for one stay: pure arithmetic over a rate and the property's charges, so
/// that the same input gives the same bytes years later.
package struct RoomQuote: Hashable, Sendable {
    package struct Night: Hashable, Sendable {
        package let date: CalendarDate
        /// The room price of the night, with what it includes.
        package let amount: Money

        package init(date: CalendarDate, amount: Money) {
            self.date = date
            self.amount = amount
        }
    }

    package let occupancy: Occupancy
    package let nightly: [Night]
    package let charges: [ChargeLine]
    package let price: Price

    /// `rate` has one price for each night of `stay`.
    package init(stay: StayDates, occupancy: Occupancy, rate: RoomRate, charges: [StayCharge]) {
        precondition(rate.nightlyMinor.count == stay.nightCount, "a price for each night")
        let amounts = rate.nightly(for: occupancy)
        let room = amounts.reduce(.zero(rate.currency), +)
        let lines = ChargeCalculation(
            nightly: amounts, occupancy: occupancy, payable: rate.payable, currency: rate.currency
        ).lines(charges)
        self.occupancy = occupancy
        self.nightly = zip(stay.nights, amounts).map(Night.init)
        self.charges = lines
        self.price = Self.price(room: room, paid: rate.payable, lines: lines)
    }

    private static func price(room: Money, paid: Payable, lines: [ChargeLine]) -> Price {
        func sum(_ isCounted: (ChargeLine) -> Bool) -> Money {
            lines.filter(isCounted).map(\.amount).reduce(.zero(room.currency), +)
        }
        func due(_ when: Payable) -> Money {
            let onTop = sum { !$0.isIncluded && $0.payable == when }
            return paid == when ? room + onTop : onTop
        }
        return Price(
            base: room - sum(\.isIncluded), taxes: sum { $0.kind == .tax }, fees: sum { $0.kind == .fee },
            dueNow: due(.now), dueAtProperty: due(.atProperty))
    }

    /// What the room costs without charges on top: the sum of its nights.
    package var roomAmount: Money { nightly.map(\.amount).reduce(.zero(price.currency), +) }
}
