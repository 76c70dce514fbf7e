package import Bookings
package import Foundation
import Postgres
package import Vocabulary

package struct RefundID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}

/// Money on its way back to a traveller, as it stands here.
package struct Refund: Hashable, Sendable {
    package enum State: String, CaseIterable, Hashable, Sendable {
        /// Promised here; the processor may not know of it yet.
        case asked
        /// The processor has it.
        case pending
        case succeeded
        case failed

        package var isEnd: Bool { self == .succeeded || self == .failed }
    }

    package enum Cause: String, CaseIterable, Hashable, Sendable {
        /// By policy, with a booking that was cancelled.
        case cancellation
        /// Beyond it, at the partner's cost.
        case goodwill
        /// One by policy that failed, once more.
        case owed
        /// A booking became cheaper.
        case change
    }

    package let id: RefundID
    package let payment: PaymentID
    package let booking: BookingID
    package let state: State
    package let amount: Money
    package let cause: Cause
    /// `operator:ada`, `system`
    package let actor: String
    /// The processor's own name of it.
    package let processorName: String?
    /// Why it failed, in the processor's word.
    package let failure: String?
    package let looks: Int
    package let personFor: String?
    package let createdAt: Date
    package let settledAt: Date?
}

extension Refund {
    init(_ row: Row) throws {
        let currency: CurrencyCode = try row.get("currency")
        guard let state = State(rawValue: try row.get("state")) else { throw PaymentRowFault(column: "state") }
        guard let cause = Cause(rawValue: try row.get("cause")) else { throw PaymentRowFault(column: "cause") }
        id = RefundID(try row.get("refund_id"))
        payment = PaymentID(try row.get("payment_id"))
        booking = BookingID(try row.get("booking_id"))
        self.state = state
        amount = Money(minor: try row.get("amount_minor"), currency)
        self.cause = cause
        actor = try row.get("actor")
        processorName = try row.get("processor_name")
        failure = try row.get("failure")
        looks = try row.get("looks")
        personFor = try row.get("person_for")
        createdAt = try row.get("created_at")
        settledAt = try row.get("settled_at")
    }
}
