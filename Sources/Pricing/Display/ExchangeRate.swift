/// Units of a currency for one euro: a decimal number kept whole, so that no binary fraction enters.
package struct ExchangeRate: Hashable, Comparable, Sendable, CustomStringConvertible {
    package enum Fault: Error, Hashable, Sendable {
        /// Not a plain decimal number of at most nine decimals.
        case form
        /// No currency is worth so little or so much: a sign, a point or a unit was lost.
        case magnitude
    }

    package static let decimalsMax = 9
    package static let least = "0.001"
    package static let most = "10000000"
    static let unit = 1_000_000_000
    private static let range = unit / 1000...10_000_000 * unit
    private static let integerDigitsMax = 9

    /// The euro's own.
    package static let one = ExchangeRate(billionths: unit)

    let billionths: Int

    private init(billionths: Int) { self.billionths = billionths }

    package init(_ text: some StringProtocol) throws(Fault) {
        let halves = String(text).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = halves.count == 2 ? halves[1] : ""
        let isPlain = (halves + [fraction]).allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard isPlain, let whole = halves.first, (1...Self.integerDigitsMax).contains(whole.count),
            fraction.count <= Self.decimalsMax, halves.count == 1 || !fraction.isEmpty,
            let billionths = Int(whole + fraction + String(repeating: "0", count: Self.decimalsMax - fraction.count))
        else { throw .form }
        guard Self.range.contains(billionths) else { throw .magnitude }
        self.billionths = billionths
    }

    /// As a decimal number without needless noughts: `1.0843`.
    package var description: String {
        let (whole, rest) = billionths.quotientAndRemainder(dividingBy: Self.unit)
        guard rest > 0 else { return "\(whole)" }
        let digits = String(rest + Self.unit).dropFirst()
        return "\(whole).\(digits.trimmedNoughts)"
    }

    /// Where it lies between two others, in thousandths: for the eye of who looks at a drawing.
    package func thousandths(from low: ExchangeRate, to high: ExchangeRate) -> Int {
        guard low < high else { return 500 }
        return Int(Int128(billionths - low.billionths) * 1000 / Int128(high.billionths - low.billionths))
    }

    package static func < (left: ExchangeRate, right: ExchangeRate) -> Bool { left.billionths < right.billionths }
}

extension Substring {
    fileprivate var trimmedNoughts: Substring {
        guard let last = lastIndex(where: { $0 != "0" }) else { return "" }
        return self[...last]
    }
}
