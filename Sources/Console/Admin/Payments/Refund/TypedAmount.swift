import Localization
import Vocabulary

/// An amount as people type it: digits of any script, a point or a comma before the decimals, none between thousands,
/// for which of them is meant could not be told.
enum TypedAmount {
    static let lengthMax = 20
    private static let majorDigitsMax = 12

    /// Nil for what is no amount of that currency.
    static func money(_ typed: String, _ currency: CurrencyCode) -> Money? {
        let text = Digits.ascii(typed).filter { !$0.isWhitespace }.replacing("٫", with: ".").replacing(",", with: ".")
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
            parts[0].utf8.count <= majorDigitsMax, let major = Int(parts[0])
        else { return nil }
        let decimals = parts.count == 2 ? String(parts[1]) : ""
        guard decimals.utf8.count <= currency.exponent else { return nil }
        let padded = decimals + String(repeating: "0", count: currency.exponent - decimals.utf8.count)
        let minor = major * currency.minorPerMajor + (Int(padded) ?? 0)
        return minor <= Money.minorMax ? Money(minor: minor, currency) : nil
    }

    /// As it would be typed.
    static func text(_ money: Money) -> String { String(money.description.prefix { $0 != " " }) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
