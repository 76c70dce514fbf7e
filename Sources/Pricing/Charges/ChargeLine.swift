package import Vocabulary

/// What one charge comes to for one room.
package struct ChargeLine: Hashable, Sendable {
    package let code: String
    package let kind: StayCharge.Kind
    package let amount: Money
    package let isIncluded: Bool
    package let payable: Payable

    package init(code: String, kind: StayCharge.Kind, amount: Money, isIncluded: Bool, payable: Payable) {
        self.code = code
        self.kind = kind
        self.amount = amount
        self.isIncluded = isIncluded
        self.payable = payable
    }
}

/// Works out the charges of one room.
struct ChargeCalculation {
    let nightly: [Money]
    let occupancy: Occupancy
    let payable: Payable
    let currency: CurrencyCode

    func lines(_ charges: [StayCharge]) -> [ChargeLine] {
        guard !charges.isEmpty else { return [] }
        let included = charges.filter(\.isIncluded)
        let onTop = charges.filter { !$0.isIncluded }
        return zip(included, includedAmounts(included)).map { charge, amount in
            line(charge, amount, payable: payable)
        }
            + onTop.map { charge in
                let amount = amount(of: charge)
                // What is paid by card has to be an amount that cards are charged with.
                let charged = charge.payable == .now ? amount.rounded(toMinor: currency.cardStepMinor) : amount
                return line(charge, charged, payable: charge.payable)
            }
    }

    private func line(_ charge: StayCharge, _ amount: Money, payable: Payable) -> ChargeLine {
        ChargeLine(
            code: charge.code, kind: charge.kind, amount: amount, isIncluded: charge.isIncluded, payable: payable)
    }

    private func amount(of charge: StayCharge) -> Money {
        let nights = charge.nightsMax.map { min($0, nightly.count) } ?? nightly.count
        switch charge.basis {
        case .percent:
            return nightly.prefix(nights).reduce(.zero(currency), +).share(basisPoints: charge.value)
        case .perStay: return Money(minor: charge.value, currency)
        case .perRoomNight: return Money(minor: charge.value, currency) * nights
        case .perPersonNight:
            return Money(minor: charge.value, currency) * nights * occupancy.persons(fromAge: charge.fromAge)
        }
    }

    /// The part of the room price that included charges make up.
    ///
    /// Fixed amounts come off first, never more than the price; a percentage then is of the net price,
    /// as value added tax is: of a gross price g at rate r it is g·r/(1+r), half away from zero.
    private func includedAmounts(_ charges: [StayCharge]) -> [Money] {
        guard !charges.isEmpty else { return [] }
        var left = nightly.reduce(.zero(currency), +)
        var amounts = charges.map { charge in
            guard charge.basis != .percent else { return Money.zero(currency) }
            let amount = Money(minor: min(amount(of: charge).minor, left.minor), currency)
            left = left - amount
            return amount
        }
        let percents = charges.indices.filter { charges[$0].basis == .percent }
        let rates = percents.map { charges[$0].value }
        let rate = rates.reduce(0, +)
        guard rate > 0 else { return amounts }
        let whole = 10_000 + rate
        let net = (Int128(left.minor) * 10_000 * 2 + Int128(whole)) / (2 * Int128(whole))
        let parts = (left - Money(minor: Int(net), currency)).allocated(by: rates)
        for (index, part) in zip(percents, parts) { amounts[index] = part }
        return amounts
    }
}
