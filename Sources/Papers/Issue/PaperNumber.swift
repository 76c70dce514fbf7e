/// The papers that have numbers.
package enum PaperKind: String, Hashable, Sendable, CaseIterable {
    case invoice
    case creditNote = "credit_note"

    fileprivate var letters: String { self == .invoice ? "INV" : "CRN" }
}

/// Counts one partner's papers of a kind within a year, from 1 and without a gap: `INV-2026-000001`.
package struct PaperNumber: Hashable, Sendable, CustomStringConvertible {
    package let kind: PaperKind
    package let year: Int
    package let number: Int

    package init(kind: PaperKind, year: Int, number: Int) {
        self.kind = kind
        self.year = year
        self.number = number
    }

    package var description: String {
        let digits = String(number)
        return "\(kind.letters)-\(year)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }
}
