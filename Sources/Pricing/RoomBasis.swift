package import Vocabulary

/// All that a room's price is worked out from, besides its nights and its guests: kept with what was agreed, so that
/// it can be worked out again when rates and taxes have long changed.
package struct RoomBasis: Hashable, Sendable {
    package let rate: RoomRate
    package let charges: [StayCharge]

    package init(rate: RoomRate, charges: [StayCharge]) {
        self.rate = rate
        self.charges = charges
    }

    package func quote(_ stay: StayDates, _ occupancy: Occupancy) -> RoomQuote {
        RoomQuote(stay: stay, occupancy: occupancy, rate: rate, charges: charges)
    }

    /// The same room without the seller's addition: what the property asks for it.
    package func netQuote(_ stay: StayDates, _ occupancy: Occupancy) -> RoomQuote {
        RoomQuote(stay: stay, occupancy: occupancy, rate: rate.net, charges: charges)
    }
}

extension RoomRate {
    /// Before the seller's addition.
    fileprivate var net: RoomRate {
        var net = RoomRate(
            currency: currency, nightlyMinor: nightlyMinor, derivation: derivation, adultsIncluded: adultsIncluded,
            extraAdultMinor: extraAdultMinor, childBands: childBands, markupBasisPoints: 0, payable: payable)
        net.roundsForCards = false
        return net
    }
}

extension RoomQuote {
    /// Of what is paid now, the part that is tax.
    package var taxNow: Money {
        charges.filter { $0.kind == .tax && $0.payable == .now }.map(\.amount).reduce(.zero(price.currency), +)
    }
}
