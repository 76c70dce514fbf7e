package import Vocabulary

/// A room's price with all that it was worked out from: the same inputs give the same explanation years later.
package struct RoomExplanation: Hashable, Sendable {
    package struct Night: Hashable, Sendable {
        package let date: CalendarDate
        package let steps: NightSteps
    }

    package struct Charge: Hashable, Sendable {
        package let rule: StayCharge
        package let line: ChargeLine
    }

    package let occupancy: Occupancy
    package let nights: [Night]
    package let charges: [Charge]
    package let quote: RoomQuote
}

extension RoomBasis {
    package func explanation(_ stay: StayDates, _ occupancy: Occupancy) -> RoomExplanation {
        let quote = quote(stay, occupancy)
        return RoomExplanation(
            occupancy: occupancy,
            nights: zip(stay.nights, rate.steps(for: occupancy)).map(RoomExplanation.Night.init),
            // Lines stand in the order of their rules, those that the price includes first.
            charges: zip(charges.filter(\.isIncluded) + charges.filter { !$0.isIncluded }, quote.charges)
                .map(RoomExplanation.Charge.init), quote: quote)
    }
}
