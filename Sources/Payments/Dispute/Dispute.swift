package import Bookings
package import Foundation
import Postgres
package import Vocabulary

package struct DisputeID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}

/// A card's holder wants a payment back through their bank, as it stands here.
package struct Dispute: Hashable, Sendable {
    package enum State: String, CaseIterable, Hashable, Sendable {
        /// The bank only asks; no money has moved.
        case inquiry
        /// The bank has the money until it is decided.
        case open
        case won
        case lost
        /// An inquiry that became no dispute.
        case closed

        package var isEnd: Bool { self == .won || self == .lost || self == .closed }
    }

    package let id: DisputeID
    package let payment: PaymentID
    package let booking: BookingID
    /// The processor's own name of it.
    package let processorName: String
    package let state: State
    /// In the processor's word.
    package let reason: String?
    package let amount: Money
    /// Until when it can be answered.
    package let answerBy: Date?
    package let openedAt: Date
    package let closedAt: Date?
}

extension Dispute {
    init(_ row: Row) throws {
        let currency: CurrencyCode = try row.get("currency")
        guard let state = State(rawValue: try row.get("state")) else { throw PaymentRowFault(column: "state") }
        id = DisputeID(try row.get("dispute_id"))
        payment = PaymentID(try row.get("payment_id"))
        booking = BookingID(try row.get("booking_id"))
        processorName = try row.get("processor_name")
        self.state = state
        reason = try row.get("reason")
        amount = Money(minor: try row.get("amount_minor"), currency)
        answerBy = try row.get("answer_by")
        openedAt = try row.get("opened_at")
        closedAt = try row.get("closed_at")
    }
}
