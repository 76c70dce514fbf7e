import Vocabulary

/// Money as Stripe counts it (docs.stripe.com/currencies): in some currencies otherwise than ISO 4217 does.
enum ProcessorAmount {
    /// Amounts have none of the decimals that ISO gives the currency.
    private static let whole: Set = [
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
    /// Amounts are written with three decimals, the last a nought.
    private static let thousandths: Set = ["BHD", "JOD", "KWD", "OMR", "TND"]
    /// Not taken at all.
    private static let refused: Set = [
        "BOV", "CHE", "CHW", "CLF", "COU", "CUP", "ERN", "IQD", "IRR", "KPW", "LYD", "MXV", "SDG", "SSP", "SYP", "USN",
        "UYI", "UYW", "VED", "VES", "XAD",
    ]

    /// Nil for what no card can be charged with: the currency is not taken, or its smallest coins are not.
    static func units(of money: Money) -> Int? {
        let code = money.currency.code
        guard !refused.contains(code) else { return nil }
        if thousandths.contains(code), money.minor % 10 != 0 { return nil }
        return scaled(money.minor, from: money.currency.exponent, to: decimals(code))
    }

    /// Nil for units that make no whole minor unit of ISO's.
    static func money(_ units: Int, _ currency: CurrencyCode) -> Money? {
        scaled(units, from: decimals(currency.code), to: currency.exponent).map { Money(minor: $0, currency) }
    }

    private static func decimals(_ code: String) -> Int {
        if whole.contains(code) { return 0 }
        return thousandths.contains(code) ? 3 : 2
    }

    private static func scaled(_ amount: Int, from: Int, to: Int) -> Int? {
        var amount = amount
        for _ in 0..<max(0, to - from) {
            let (product, isOver) = amount.multipliedReportingOverflow(by: 10)
            guard !isOver else { return nil }
            amount = product
        }
        for _ in 0..<max(0, from - to) {
            guard amount % 10 == 0 else { return nil }
            amount /= 10
        }
        return amount
    }
}
