import Bookings
package import Foundation
import Messaging
import Tenancy
package import Vocabulary

/// What an invoice or its credit note says, but for whom it is made out to: frozen when it is issued, so that it never
/// says anything else.
package struct InvoiceContent: Hashable, Sendable, Codable {
    /// What a credit note takes back.
    package struct Credit: Hashable, Sendable, Codable {
        package let invoice: String
        package let issuedAt: Date
        /// What cancelling cost, which stays owed.
        package let penalty: Money
        /// The invoice that takes its place; nil where the booking was cancelled.
        package let replacement: String?

        private enum CodingKeys: String, CodingKey {
            case invoice, penalty, replacement
            case issuedAt = "issued_at"
        }

        init(of invoice: IssuedPaper, penalty: Money, replacement: PaperNumber? = nil) {
            self.invoice = invoice.number.description
            issuedAt = invoice.issuedAt
            self.penalty = penalty
            self.replacement = replacement?.description
        }
    }

    /// Which invoice another one corrects.
    package struct Correction: Hashable, Sendable, Codable {
        package let invoice: String
        package let issuedAt: Date
        package let creditNote: String

        private enum CodingKeys: String, CodingKey {
            case invoice
            case issuedAt = "issued_at"
            case creditNote = "credit_note"
        }
    }

    package let seller: PaperSeller
    /// On whose clock its days are told, and its year ends.
    package let zone: String
    package let stay: PaperStay
    package let price: PaperPrice
    /// Sums alone: by which card is nobody's to know for ten years. What is being taken or is on its way back is in
    /// them.
    package let paid: Money
    package let refunded: Money
    /// Of that, what is not owed again; nil where nothing is.
    package let waived: Money?
    /// Nil for an invoice.
    package let credit: Credit?
    /// Nil for a booking's first invoice.
    package let correction: Correction?

    package init(
        seller: PaperSeller, zone: String, stay: PaperStay, price: PaperPrice, paid: [PaidLine]
    ) {
        self.init(
            seller, zone, stay, price, paid: paid.sum(.payment, price.currency),
            refunded: paid.sum(.refund, price.currency), waived: Self.waived(paid, price.currency))
    }

    private init(
        _ seller: PaperSeller, _ zone: String, _ stay: PaperStay, _ price: PaperPrice, paid: Money, refunded: Money,
        waived: Money?, credit: Credit? = nil, correction: Correction? = nil
    ) {
        self.seller = seller
        self.zone = zone
        self.stay = stay
        self.price = price
        self.paid = paid
        self.refunded = refunded
        self.waived = waived
        self.credit = credit
        self.correction = correction
    }

    private static func waived(_ lines: [PaidLine], _ currency: CurrencyCode) -> Money? {
        let waived = lines.waived(currency)
        return waived.minor == 0 ? nil : waived
    }

    /// The note that takes this invoice back, but for the penalty.
    ///
    /// - Parameter lines: what was paid by then; nil where it does not matter, because it is invoiced anew.
    func credited(_ credit: Credit, paid lines: [PaidLine]? = nil) -> InvoiceContent {
        InvoiceContent(
            seller, zone, stay, price, paid: lines?.sum(.payment, currency) ?? paid,
            refunded: lines?.sum(.refund, currency) ?? refunded,
            waived: lines.map { Self.waived($0, currency) } ?? waived, credit: credit)
    }

    /// This one in the place of an invoice that a credit note takes back.
    func correcting(_ invoice: IssuedPaper, by note: PaperNumber) -> InvoiceContent {
        InvoiceContent(
            seller, zone, stay, price, paid: paid, refunded: refunded, waived: waived,
            correction: Correction(
                invoice: invoice.number.description, issuedAt: invoice.issuedAt, creditNote: note.description))
    }

    /// Whether it is about the same stay at the same price, line by line.
    func saysAs(_ other: InvoiceContent) -> Bool { stay == other.stay && price == other.price }

    package var currency: CurrencyCode { price.currency }

    /// Of the paper: negative for a credit note.
    package var total: Money { credit.map { $0.penalty - price.total } ?? price.total }

    /// What is owed beside what is paid at the property.
    package var outstanding: Money {
        let owed = price.total - price.dueAtProperty - paid + refunded - (waived ?? .zero(currency))
        return Money(minor: max(0, owed.minor), currency)
    }
}
