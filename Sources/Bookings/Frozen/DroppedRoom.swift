package import Foundation
package import Pricing
package import Vocabulary

/// A room that was given back alone: what is kept for it stays part of what the booking costs.
package struct DroppedRoom: Hashable, Sendable {
    /// As the traveller read it.
    package let name: String
    package let droppedAt: Date
    package let kept: Money
    /// Of that, what was paid through us; the rest is the property's to claim.
    package let keptNow: Money
    /// Of what was paid through us, the property's part and the tax.
    package let supplier: Money
    package let tax: Money

    package var price: Price {
        let nothing = Money.zero(kept.currency)
        return Price(base: kept, taxes: nothing, fees: nothing, dueNow: keptNow, dueAtProperty: kept - keptNow)
    }

    /// Lost whatever becomes of the rest.
    var terms: CancellationTerms {
        CancellationTerms(windows: [.init(begins: nil, penalty: kept)], currency: kept.currency)
    }
}

extension FrozenRoom {
    /// Given back at `instant`, with its penalty kept.
    ///
    /// What was paid through us and is kept is shared as the whole would have been: to the last minor unit, by the
    /// largest remainder. Kept are whole card units only, in the traveller's favour.
    func dropped(at instant: Date, of dates: StayDates) -> DroppedRoom {
        let currency = price.currency
        let penalty = terms.penalty(at: instant)
        let now = min(penalty.minor, price.dueNow.minor)
        let keptNow = now - now % currency.cardStepMinor
        var (supplier, tax) = (0, 0)
        if let basis {
            let net = basis.netQuote(dates, occupancy)
            tax = basis.quote(dates, occupancy).taxNow.minor
            supplier = max(0, net.price.dueNow.minor - net.taxNow.minor)
        }
        let rest = max(0, price.dueNow.minor - supplier - tax)
        let shares = [supplier, tax, rest]
        let parts =
            keptNow > 0 && shares.contains { $0 > 0 }
            ? Money(minor: keptNow, currency).allocated(by: shares) : shares.map { _ in .zero(currency) }
        return DroppedRoom(
            name: name, droppedAt: instant, kept: Money(minor: penalty.minor - (now - keptNow), currency),
            keptNow: Money(minor: keptNow, currency), supplier: parts[0], tax: parts[1])
    }
}
