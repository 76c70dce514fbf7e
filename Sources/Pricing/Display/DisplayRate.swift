package import Vocabulary

/// By what an amount in one currency is shown in another: two rates of one day and the partner's margin on top.
///
/// It holds all that the amount follows from, so that a booking that keeps it tells the same amount for good. Nothing
/// is charged by it.
package struct DisplayRate: Hashable, Sendable {
    /// So that what a card's bank takes on top does not come as a surprise; more would be a price of its own.
    package static let marginBasisPointsMax = 2_000
    private static let basisPoints = 10_000

    package let charged: CurrencyCode
    package let shown: CurrencyCode
    package let chargedPerEuro: ExchangeRate
    package let shownPerEuro: ExchangeRate
    package let marginBasisPoints: Int
    /// On which the rates were published.
    package let date: CalendarDate
    /// Whose they are.
    package let source: String

    /// `marginBasisPoints` is 0 to `marginBasisPointsMax`.
    package init(
        charged: CurrencyCode, shown: CurrencyCode, chargedPerEuro: ExchangeRate, shownPerEuro: ExchangeRate,
        marginBasisPoints: Int, date: CalendarDate, source: String
    ) {
        precondition((0...Self.marginBasisPointsMax).contains(marginBasisPoints), "a margin is small")
        self.charged = charged
        self.shown = shown
        self.chargedPerEuro = chargedPerEuro
        self.shownPerEuro = shownPerEuro
        self.marginBasisPoints = marginBasisPoints
        self.date = date
        self.source = source
    }

    /// Names the rate within a form, so that what follows is by the one that was seen.
    package var name: String { "\(shown) \(date) \(chargedPerEuro) \(shownPerEuro) \(marginBasisPoints) \(source)" }
    /// Of the longest: two rates with all their decimals.
    package static let nameMax = 80

    /// Rounded once, half a minor unit away from zero. Nil for an amount of another currency than `charged`, and where
    /// either side is more than `Money.minorMax`.
    ///
    /// The largest product is 9e12 · 1e16 · 1e4 · 1.2e4, a tenth of what 128 bits hold.
    package func shown(_ money: Money) -> Money? {
        guard money.currency == charged, money.minor.magnitude <= Money.minorMax else { return nil }
        let numerator =
            Int128(money.minor) * Int128(shownPerEuro.billionths) * Int128(shown.minorPerMajor)
            * Int128(Self.basisPoints + marginBasisPoints)
        let denominator =
            Int128(chargedPerEuro.billionths) * Int128(charged.minorPerMajor) * Int128(Self.basisPoints)
        let (quotient, remainder) = numerator.magnitude.quotientAndRemainder(dividingBy: denominator.magnitude)
        let rounded = remainder * 2 >= denominator.magnitude ? quotient + 1 : quotient
        guard rounded <= UInt128(Money.minorMax) else { return nil }
        return Money(minor: numerator < 0 ? -Int(rounded) : Int(rounded), shown)
    }
}
