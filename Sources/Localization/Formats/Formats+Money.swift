package import Vocabulary

/// How the currency of an amount is named.
package enum MoneyStyle: Hashable, Sendable {
    /// The locale's own symbol where it is unambiguous there: US$ and CA$ outside, $ at home.
    case standard
    /// ISO 4217 letters, for invoices.
    case code
    /// The shortest symbol, where the page says elsewhere which currency it is.
    case narrow
    /// In words, for screen readers: "129.00 euros".
    case name

    fileprivate var width: String {
        switch self {
        case .standard: "unit-width-short"
        case .code: "unit-width-iso-code"
        case .narrow: "unit-width-narrow"
        case .name: "unit-width-full-name"
        }
    }
}

extension Formats {
    /// Always with the decimals of ISO 4217 (`CurrencyCode.exponent`): ICU's table differs for some.
    /// The minor units reach ICU as an integer that it shifts, so no amount is ever rounded.
    package func money(_ money: Money, style: MoneyStyle = .standard) -> String {
        let digits = money.currency.exponent
        let zeros = String(repeating: "0", count: digits)
        let precision = digits == 0 ? "precision-integer" : ".\(zeros) scale/0.\(zeros.dropLast())1"
        let skeleton = "currency/\(money.currency.code) \(style.width) \(precision)"
        return (try? forms.number(skeleton).text(money.minor)) ?? money.description
    }
}
