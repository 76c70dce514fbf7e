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
        let lines = rate.lines(charges, on: amounts, for: occupancy)
        self.occupancy = occupancy
        self.nightly = zip(stay.nights, amounts).map(Night.init)
        self.charges = lines
        self.price = rate.price(amounts, lines)
    }

    /// What the room costs without charges on top: the sum of its nights.
    package var roomAmount: Money { nightly.map(\.amount).reduce(.zero(price.currency), +) }
}

extension RoomRate {
    /// The price of a quote without what makes it up.
    package func price(for occupancy: Occupancy, charges: [StayCharge]) -> Price {
        let amounts = nightly(for: occupancy)
        return price(amounts, lines(charges, on: amounts, for: occupancy))
    }

    fileprivate func lines(
        _ charges: [StayCharge], on nightly: [Money], for occupancy: Occupancy
    ) -> [ChargeLine] {
        ChargeCalculation(nightly: nightly, occupancy: occupancy, payable: payable, currency: currency).lines(charges)
    }

    fileprivate func price(_ nightly: [Money], _ lines: [ChargeLine]) -> Price {
        let room = nightly.reduce(.zero(currency), +)
        let nothing = Money.zero(room.currency)
        var (included, taxes, fees) = (nothing, nothing, nothing)
        var (now, atProperty) = payable == .now ? (room, nothing) : (nothing, room)
        for line in lines {
            switch line.kind {
            case .tax: taxes = taxes + line.amount
            case .fee: fees = fees + line.amount
            }
            switch line.payable {
            case _ where line.isIncluded: included = included + line.amount
            case .now: now = now + line.amount
            case .atProperty: atProperty = atProperty + line.amount
            }
        }
        return Price(base: room - included, taxes: taxes, fees: fees, dueNow: now, dueAtProperty: atProperty)
    }
}
