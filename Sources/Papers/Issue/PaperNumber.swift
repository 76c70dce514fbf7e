/// The papers that have numbers.
package enum PaperKind: String, Hashable, Sendable, CaseIterable {
    case invoice
    case creditNote = "credit_note"

    fileprivate var letters: String { self == .invoice ? "INV" : "CRN" }
}

/// Counts one partner's papers of a kind within a year, from 1 and without a gap: `INV-2026-000001`.
package struct PaperNumber: Hashable, Sendable, LosslessStringConvertible {
    package static let lengthMax = 24

    package let kind: PaperKind
    package let year: Int
    package let number: Int

    package init(kind: PaperKind, year: Int, number: Int) {
        self.kind = kind
        self.year = year
        self.number = number
    }

    /// As it is written; nil for what is no number of a paper.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let kind = PaperKind.allCases.first(where: { $0.letters == parts[0] }),
            let year = Int(parts[1]), let number = Int(parts[2])
        else { return nil }
        self.init(kind: kind, year: year, number: number)
        guard description == text else { return nil }
    }

    package var description: String {
        let digits = String(number)
        return "\(kind.letters)-\(year)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }
}
