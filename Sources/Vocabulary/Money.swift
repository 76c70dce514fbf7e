/// An amount in minor units of one currency. Never a fraction, never without its currency.
package struct Money: Hashable, Sendable, CustomStringConvertible {
    /// Largest magnitude we store: it leaves room for sums of a million lines in 64 bits.
    package static let minorMax = 9_000_000_000_000

    package let minor: Int
    package let currency: CurrencyCode

    package init(minor: Int, _ currency: CurrencyCode) {
        self.minor = minor
        self.currency = currency
    }

    package static func zero(_ currency: CurrencyCode) -> Money { Money(minor: 0, currency) }

    /// Both sides are of one currency; a mixture is a fault of ours and stops the process.
    package static func + (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "sum of \(left.currency) and \(right.currency)")
        return Money(minor: left.minor + right.minor, left.currency)
    }

    package static func - (left: Money, right: Money) -> Money { left + Money(minor: -right.minor, right.currency) }

    package static func * (money: Money, factor: Int) -> Money { Money(minor: money.minor * factor, money.currency) }

    /// Plain decimal text for logs and files: `129.00 EUR`. Pages use `Localization`.
    package var description: String {
        let unit = currency.minorPerMajor
        guard unit > 1 else { return "\(minor) \(currency)" }
        let magnitude = minor.magnitude
        let fraction = String(Int(magnitude % UInt(unit)) + unit).dropFirst()
        return "\(minor < 0 ? "-" : "")\(magnitude / UInt(unit)).\(fraction) \(currency)"
    }

    /// `basisPoints` hundredths of a percent of this amount, half away from zero.
    package func share(basisPoints: Int) -> Money {
        let (high, low) = minor.magnitude.multipliedFullWidth(by: UInt(basisPoints.magnitude))
        let (quotient, remainder) = UInt(10_000).dividingFullWidth((high, low))
        let rounded = Int(quotient) + (remainder >= 5_000 ? 1 : 0)
        return Money(minor: (minor < 0) != (basisPoints < 0) ? -rounded : rounded, currency)
    }
}

extension Money {
    /// To the nearest multiple of so many minor units, half away from zero.
    package func rounded(toMinor step: Int) -> Money {
        guard step > 1 else { return self }
        let magnitude = (Int(minor.magnitude) + step / 2) / step * step
        return Money(minor: minor < 0 ? -magnitude : magnitude, currency)
    }

    /// Splits the amount in proportion to `weights`; the parts sum exactly to the whole.
    ///
    /// Largest remainder (Hamilton): each part is rounded towards zero, then what is left goes,
    /// one minor unit each, to the parts with the largest remainders, earlier parts first.
    /// `weights` are not negative and not all zero.
    package func allocated(by weights: [Int]) -> [Money] {
        let total = UInt(weights.reduce(0, +))
        precondition(total > 0 && weights.allSatisfy { $0 >= 0 }, "weights must be positive")
        let parts = weights.map { weight in
            total.dividingFullWidth(minor.magnitude.multipliedFullWidth(by: UInt(weight)))
        }
        var amounts = parts.map { Int($0.quotient) }
        let left = Int(minor.magnitude) - amounts.reduce(0, +)
        let order = parts.indices.sorted { (parts[$1].remainder, $0) < (parts[$0].remainder, $1) }
        for index in order.prefix(left) { amounts[index] += 1 }
        return amounts.map { Money(minor: minor < 0 ? -$0 : $0, currency) }
    }
}
