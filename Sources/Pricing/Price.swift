package import Vocabulary

/// A price that says what it is made of, so that no mandatory amount appears only at the desk.
///
/// `total = base + taxes + fees = dueNow + dueAtProperty`, and nothing mandatory is outside it.
package struct Price: Hashable, Sendable {
    /// The room itself, without the taxes and fees that its price includes.
    package let base: Money
    package let taxes: Money
    package let fees: Money
    package let dueNow: Money
    package let dueAtProperty: Money

    package init(base: Money, taxes: Money, fees: Money, dueNow: Money, dueAtProperty: Money) {
        self.base = base
        self.taxes = taxes
        self.fees = fees
        self.dueNow = dueNow
        self.dueAtProperty = dueAtProperty
    }

    package var total: Money { base + taxes + fees }
    package var currency: CurrencyCode { base.currency }

    package static func zero(_ currency: CurrencyCode) -> Price {
        let nothing = Money.zero(currency)
        return Price(base: nothing, taxes: nothing, fees: nothing, dueNow: nothing, dueAtProperty: nothing)
    }

    package static func + (left: Price, right: Price) -> Price {
        Price(
            base: left.base + right.base, taxes: left.taxes + right.taxes, fees: left.fees + right.fees,
            dueNow: left.dueNow + right.dueNow, dueAtProperty: left.dueAtProperty + right.dueAtProperty)
    }
}
