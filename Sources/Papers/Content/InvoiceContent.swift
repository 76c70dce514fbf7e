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

        private enum CodingKeys: String, CodingKey {
            case invoice, penalty
            case issuedAt = "issued_at"
        }
    }

    package let seller: PaperSeller
    /// On whose clock its days are told, and its year ends.
    package let zone: String
    package let stay: PaperStay
    package let price: PaperPrice
    /// Sums alone: by which card is nobody's to know for ten years.
    package let paid: Money
    package let refunded: Money
    /// Nil for an invoice.
    package let credit: Credit?

    package init(
        seller: PaperSeller, zone: String, stay: PaperStay, price: PaperPrice, paid: [PaidLine], credit: Credit? = nil
    ) {
        self.seller = seller
        self.zone = zone
        self.stay = stay
        self.price = price
        self.paid = paid.sum(.payment, price.currency)
        refunded = paid.sum(.refund, price.currency)
        self.credit = credit
    }

    /// The note that takes this invoice back, but for the penalty.
    func credited(_ invoice: PaperNumber, issuedAt: Date, penalty: Money, paid: [PaidLine]) -> InvoiceContent {
        InvoiceContent(
            seller: seller, zone: zone, stay: stay, price: price, paid: paid,
            credit: Credit(invoice: invoice.description, issuedAt: issuedAt, penalty: penalty))
    }

    package var currency: CurrencyCode { price.currency }

    /// Of the paper: negative for a credit note.
    package var total: Money { credit.map { $0.penalty - price.total } ?? price.total }

    /// What is owed beside what is paid at the property.
    package var outstanding: Money {
        let owed = price.total - price.dueAtProperty - paid + refunded
        return Money(minor: max(0, owed.minor), currency)
    }
}
