package import Bookings
package import Foundation
package import Postgres
package import Vocabulary

/// A payment, a refund or a dispute as a line of a site's history: the ways in which money moves between travellers and
/// it.
package struct MoneyMove: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case payment, refund, dispute
    }

    /// Where either of them stands; their words mean the same where they are the same.
    package enum State: String, CaseIterable, Hashable, Sendable {
        case asked, open, capturing, captured, voiding, voided, pending, succeeded, failed
        /// Of disputes: the bank only asks, or has the money.
        case inquiry, withheld
        case won, lost, closed
    }

    package let id: UUID
    package let kind: Kind
    /// Itself, or the one that a refund or a dispute is of.
    package let payment: PaymentID
    package let booking: BookingID
    package let reference: String
    package let state: State
    package let amount: Money
    /// Of a payment: promised back.
    package let refunded: Money?
    /// Of a refund: why there is one.
    package let cause: Refund.Cause?
    package let card: Payment.Card?
    /// The processor's word for why the last try was refused, the refund failed, or the bank wants the money back.
    package let fault: String?
    package let processorName: String?
    package let personFor: PersonFor?
    package let personSince: Date?
    package let createdAt: Date
    /// When the money was taken, or the refund or dispute ended.
    package let settledAt: Date?

    init(_ row: Row) throws {
        func word<Word: RawRepresentable>(_ column: String) throws -> Word where Word.RawValue == String {
            guard let word = Word(rawValue: try row.get(column)) else { throw PaymentRowFault(column: column) }
            return word
        }
        let currency: CurrencyCode = try row.get("currency")
        id = try row.get("move_id")
        kind = try word("kind")
        payment = PaymentID(try row.get("payment_id"))
        booking = BookingID(try row.get("booking_id"))
        reference = try row.get("reference")
        state = try word("state")
        amount = Money(minor: try row.get("amount_minor"), currency)
        refunded = try row.get("returned_minor", as: Int?.self).map { Money(minor: $0, currency) }
        cause = try row.get("cause", as: String?.self).flatMap(Refund.Cause.init)
        let digits: String? = try row.get("method_digits")
        card = try row.get("method_kind", as: String?.self).flatMap { kind in
            digits.map { Payment.Card(kind: kind, digits: $0) }
        }
        fault = try row.get("fault")
        processorName = try row.get("processor_name")
        personFor = try row.get("person_for", as: String?.self).flatMap(PersonFor.init)
        personSince = try row.get("person_since")
        createdAt = try row.get("created_at")
        settledAt = try row.get("settled_at")
    }
}

/// Payments grow without bound and are looked through in the order that they were begun in, from either end.
package enum MoneyOrder: String, RowOrder {
    case made

    package static let id: SQL = "m.move_id"
    package static func id(of move: MoneyMove) -> UUID { move.id }
    package var value: RowValue<MoneyMove>? { nil }
}
