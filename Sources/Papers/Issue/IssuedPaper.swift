package import Foundation

/// An invoice or credit note as it was issued.
package struct IssuedPaper: Hashable, Sendable {
    package let id: UUID
    package let number: PaperNumber
    package let booking: UUID
    package let issuedAt: Date
    package let content: InvoiceContent
    /// Nil when its term is over: the paper stays, and no longer says for whom it was.
    package let buyer: PaperBuyer?

    package var kind: PaperKind { number.kind }
    package var fileName: String { "\(number).pdf" }
}

/// Those of one booking.
package struct IssuedPapers: Hashable, Sendable {
    package let invoice: IssuedPaper?
    package let creditNote: IssuedPaper?

    package subscript(kind: PaperKind) -> IssuedPaper? { kind == .invoice ? invoice : creditNote }
    package var all: [IssuedPaper] { [invoice, creditNote].compactMap(\.self) }
}
