package import Foundation
package import Vocabulary

/// An invoice or credit note as it was issued.
package struct IssuedPaper: Hashable, Sendable {
    package let id: UUID
    package let number: PaperNumber
    package let booking: UUID
    /// The invoice that a credit note takes back, or that an invoice takes the place of.
    package let refersTo: UUID?
    package let issuedAt: Date
    package let content: InvoiceContent
    /// Nil when its term is over: the paper stays, and no longer says for whom it was.
    package let buyer: PaperBuyer?

    package var kind: PaperKind { number.kind }
    package var fileName: String { "\(number).pdf" }
}

/// Those of one booking.
package struct IssuedPapers: Hashable, Sendable {
    /// The first one issued first.
    package let all: [IssuedPaper]

    init(_ papers: [IssuedPaper]) {
        all = papers.sorted { ($0.issuedAt, $0.id.text) < ($1.issuedAt, $1.id.text) }
    }

    /// The one issued last.
    package subscript(kind: PaperKind) -> IssuedPaper? { all.last { $0.kind == kind } }

    /// The one that counts, or that counted until the booking was cancelled.
    package var invoice: IssuedPaper? { self[.invoice] }

    /// What takes an invoice back; nil while it counts.
    package func note(over invoice: IssuedPaper) -> IssuedPaper? {
        all.first { $0.kind == .creditNote && $0.refersTo == invoice.id }
    }

    package subscript(number: PaperNumber) -> IssuedPaper? { all.first { $0.number == number } }

    /// What all of them ask for together.
    package func total(in currency: CurrencyCode) -> Money {
        all.map(\.content.total).reduce(.zero(currency), +)
    }
}
