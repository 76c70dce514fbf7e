package import Foundation
package import Vocabulary

/// What a sold booking is made of, as far as it is paid through us: who gets which part of what the traveller pays
/// now. Taxes and fees due at the property do not come by here.
package struct Sale: Hashable, Sendable {
    package let booking: UUID
    package let hotel: UUID
    /// What the traveller pays.
    package let total: Money
    /// The property's net price.
    package let supplier: Money
    package let tax: Money
    package let platformFee: Money

    /// What is left to the tenant; below nothing where it sells at a loss.
    package let revenue: Money

    /// Throws `LedgerError.badShares` for a part below nothing or in another currency, `.amountOutOfRange` beyond
    /// `Money.minorMax`.
    package init(
        booking: UUID, hotel: UUID, total: Money, supplier: Money, tax: Money, platformFee: Money
    ) throws(LedgerError) {
        for part in [total, supplier, tax, platformFee] {
            guard part.currency == total.currency, part.minor >= 0 else { throw .badShares }
            guard part.minor <= Money.minorMax else { throw .amountOutOfRange }
        }
        self.booking = booking
        self.hotel = hotel
        self.total = total
        self.supplier = supplier
        self.tax = tax
        self.platformFee = platformFee
        revenue = total - supplier - tax - platformFee
    }

    var currency: CurrencyCode { total.currency }

    /// The parts of `amount`, in the proportions of the whole: of supplier, tax, platform fee and revenue, summing
    /// exactly to `amount` (largest remainder). A loss is the tenant's first: its part is rounded towards nothing, and
    /// the others share what is left.
    func parts(of amount: Money) -> Parts {
        let owed = [supplier.minor, tax.minor, platformFee.minor]
        guard amount.minor > 0, total.minor > 0 else { return Parts(supplier, amount, [0, 0, 0, 0]) }
        if revenue.minor >= 0 {
            return Parts(supplier, amount, amount.allocated(by: owed + [revenue.minor]).map(\.minor))
        }
        let loss = Int(Int128(revenue.minor) * Int128(amount.minor) / Int128(total.minor))
        let shared = Money(minor: amount.minor - loss, amount.currency).allocated(by: owed).map(\.minor)
        return Parts(supplier, amount, shared + [loss])
    }

    struct Parts: Hashable {
        let supplier: Money
        let tax: Money
        let platformFee: Money
        let revenue: Money

        fileprivate init(_ money: Money, _ amount: Money, _ minors: [Int]) {
            let parts = minors.map { Money(minor: $0, money.currency) }
            (supplier, tax, platformFee, revenue) = (parts[0], parts[1], parts[2], parts[3])
        }
    }
}
