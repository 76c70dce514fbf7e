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

/// What giving rooms back keeps.
package struct KeptPrice: Hashable, Sendable {
    package let total: Money
    /// Of that, out of what is paid through us: whole card units only, in the traveller's favour. The rest is the
    /// property's to claim.
    package let now: Money

    static func + (left: KeptPrice, right: KeptPrice) -> KeptPrice {
        KeptPrice(total: left.total + right.total, now: left.now + right.now)
    }
}

extension FrozenStay {
    /// Each room's by its own terms, so that rooms given back together keep what each alone would; of those given back
    /// before, what was kept then.
    func kept(at instant: Date) -> KeptPrice {
        let nothing = Money.zero(currency)
        return (rooms.map { $0.kept(at: instant) } + dropped.map { KeptPrice(total: $0.kept, now: $0.keptNow) })
            .reduce(KeptPrice(total: nothing, now: nothing), +)
    }
}

extension FrozenRoom {
    /// Out of what is paid through us first, and never more of that than the room's part.
    func kept(at instant: Date) -> KeptPrice {
        let penalty = terms.penalty(at: instant).minor
        let now = min(penalty, price.dueNow.minor)
        let uneven = now % price.currency.cardStepMinor
        return KeptPrice(
            total: Money(minor: penalty - uneven, price.currency), now: Money(minor: now - uneven, price.currency))
    }

    /// Given back at `instant`, with its penalty kept.
    ///
    /// What was paid through us and is kept is shared as the whole would have been: to the last minor unit, by the
    /// largest remainder.
    func dropped(at instant: Date, of dates: StayDates) -> DroppedRoom {
        let currency = price.currency
        let kept = kept(at: instant)
        var (supplier, tax) = (0, 0)
        if let basis {
            let net = basis.netQuote(dates, occupancy)
            tax = basis.quote(dates, occupancy).taxNow.minor
            supplier = max(0, net.price.dueNow.minor - net.taxNow.minor)
        }
        let rest = max(0, price.dueNow.minor - supplier - tax)
        let shares = [supplier, tax, rest]
        let parts =
            kept.now.minor > 0 && shares.contains { $0 > 0 }
            ? kept.now.allocated(by: shares) : shares.map { _ in .zero(currency) }
        return DroppedRoom(
            name: name, droppedAt: instant, kept: kept.total, keptNow: kept.now, supplier: parts[0], tax: parts[1])
    }
}
