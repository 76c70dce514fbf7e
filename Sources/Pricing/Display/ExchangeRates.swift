package import Vocabulary

/// Rates of one day, for showing a price in another currency. Never for charging.
///
/// Read from a dated file: a first line `date,YYYY-MM-DD`, then `<currency>,<units for one of the
/// base>` with at most nine decimals; the base is the currency whose rate is 1.
package struct ExchangeRates: Sendable {
    /// A rate is kept in billionths, so that no binary fraction enters.
    private static let decimals = 9

    package let date: CalendarDate
    private let billionths: [CurrencyCode: Int]

    package struct Fault: Error, Hashable, Sendable {
        package let line: Int
        package let reason: Reason

        package enum Reason: Hashable, Sendable {
            case noDate
            case badCurrency
            case badRate
            case doubled
        }

        package init(line: Int, reason: Reason) {
            self.line = line
            self.reason = reason
        }
    }

    /// Throws `Fault` with the line of the file.
    package init(file text: String) throws(Fault) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let head = lines.first, head.hasPrefix("date,"), let date = CalendarDate(String(head.dropFirst(5))) else {
            throw Fault(line: 1, reason: .noDate)
        }
        var rates: [CurrencyCode: Int] = [:]
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty && !line.hasPrefix("#") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == 2, let currency = CurrencyCode(String(cells[0])) else {
                throw Fault(line: index + 1, reason: .badCurrency)
            }
            guard let rate = Self.billionths(cells[1]), rate > 0 else { throw Fault(line: index + 1, reason: .badRate) }
            guard rates.updateValue(rate, forKey: currency) == nil else {
                throw Fault(line: index + 1, reason: .doubled)
            }
        }
        self.date = date
        self.billionths = rates
    }

    package var currencies: Set<CurrencyCode> { Set(billionths.keys) }

    /// About how much `money` is in another currency; nil where one of the two has no rate.
    /// Half a minor unit is rounded to the even neighbour, so that sums do not drift upwards.
    package func approximate(_ money: Money, in currency: CurrencyCode) -> ApproximateMoney? {
        guard let from = billionths[money.currency], let to = billionths[currency] else { return nil }
        let numerator = Int128(money.minor) * Int128(to) * Int128(currency.minorPerMajor)
        let denominator = Int128(from) * Int128(money.currency.minorPerMajor)
        return ApproximateMoney(
            money: Money(minor: Int(Self.halfEven(numerator, denominator)), currency), rateDate: date)
    }

    private static func halfEven(_ numerator: Int128, _ denominator: Int128) -> Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        let twice = remainder.magnitude * 2
        let isUp = twice > denominator.magnitude || (twice == denominator.magnitude && quotient % 2 != 0)
        return isUp ? quotient + (numerator < 0 ? -1 : 1) : quotient
    }

    /// `1.0825` as 1 082 500 000.
    private static func billionths(_ text: Substring) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""
        guard !text.isEmpty, (parts + [fraction]).allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            !parts[0].isEmpty, parts[0].count <= 9, fraction.count <= decimals,
            parts.count == 1 || !fraction.isEmpty
        else { return nil }
        return Int(parts[0] + fraction + String(repeating: "0", count: decimals - fraction.count))
    }
}

/// An amount for the eye only, with the day of its rate; it is shown with ≈ and never charged, which
/// is why it is not a `Money`.
package struct ApproximateMoney: Hashable, Sendable {
    package let money: Money
    package let rateDate: CalendarDate

    package init(money: Money, rateDate: CalendarDate) {
        self.money = money
        self.rateDate = rateDate
    }
}
