import Pricing
package import Vocabulary

/// Of what a traveller pays through us, the parts that are not the seller's: the property's net price, and tax.
package struct StayShares: Hashable, Sendable {
    package let total: Money
    package let supplier: Money
    package let tax: Money
}

extension FrozenStay {
    /// By what was frozen: the property gets what it asks for without the seller's addition, and without the tax,
    /// which is handed on. Nil for what was agreed before the inputs of a price were kept.
    package var shares: StayShares? {
        var (supplier, tax) = (Money.zero(currency), Money.zero(currency))
        for room in rooms {
            guard let basis = room.basis else { return nil }
            let net = basis.netQuote(dates, room.occupancy)
            supplier = supplier + net.price.dueNow - net.taxNow
            tax = tax + basis.quote(dates, room.occupancy).taxNow
        }
        for room in dropped { (supplier, tax) = (supplier + room.supplier, tax + room.tax) }
        return StayShares(total: price.dueNow, supplier: supplier, tax: tax)
    }
}
