/// One of the five fields of a cron expression: which numbers it holds.
struct CronField: Hashable, Sendable {
    /// Ascending.
    let values: [Int]
    /// Written as `*`, with or without a step: for hours it means "all through the day", for days "no matter".
    let isOpen: Bool

    private let mask: UInt64

    func contains(_ value: Int) -> Bool { mask & (1 << UInt64(value)) != 0 }

    /// `*`, `*/15`, `8-18/2`, `1,15`, `mon-fri`.
    ///
    /// Throws `CronFault`.
    init(_ text: Substring, _ range: ClosedRange<Int>, names: [String] = [], in expression: String) throws(CronFault) {
        func fault() -> CronFault { CronFault(expression: expression, part: String(text)) }
        func number(_ word: Substring) throws(CronFault) -> Int {
            if let index = names.firstIndex(of: word.lowercased()) { return index + range.lowerBound }
            guard !word.isEmpty, word.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(word),
                range.contains(number)
            else { throw fault() }
            return number
        }
        var mask: UInt64 = 0
        var isOpen = false
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            var step = 1
            if halves.count == 2 {
                guard let given = Int(halves[1]), (1...range.upperBound).contains(given) else { throw fault() }
                step = given
            }
            let span: ClosedRange<Int>
            if halves[0] == "*" {
                isOpen = true
                span = range
            } else {
                let ends = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                let first = try number(ends[0])
                let last = ends.count == 2 ? try number(ends[1]) : halves.count == 2 ? range.upperBound : first
                guard first <= last else { throw fault() }
                span = first...last
            }
            for value in stride(from: span.lowerBound, through: span.upperBound, by: step) {
                mask |= 1 << UInt64(value)
            }
        }
        self.init(mask: mask, isOpen: isOpen)
    }

    init(mask: UInt64, isOpen: Bool) {
        self.mask = mask
        self.isOpen = isOpen
        values = (0..<64).filter { mask & (1 << UInt64($0)) != 0 }
    }

    /// Sunday may be written as 7.
    var sundayFolded: CronField {
        CronField(mask: contains(7) ? (mask | 1) & ~(1 << 7) : mask, isOpen: isOpen)
    }
}

/// An expression that is none, with the part that is wrong; the whole when it can never come true.
package struct CronFault: Error, Hashable, CustomStringConvertible {
    package let expression: String
    package let part: String

    package var description: String { "cron expression \"\(expression)\": \"\(part)\" is not possible" }
}
