package import Bookings
package import Foundation
import Postgres
package import Vocabulary

package struct PaymentID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}

/// What a traveller pays for a booking in one go, as it stands here.
package struct Payment: Hashable, Sendable {
    package let id: PaymentID
    package let booking: BookingID
    /// The change that it is for; nil where it is for the booking itself.
    package let amendment: AmendmentID?
    package let state: PaymentState
    package let amount: Money
    package let captured: Money
    /// Promised back, whether or not it has left.
    package let refunded: Money
    /// Taken back by the traveller's bank, or withheld until it has decided.
    package let disputed: Money
    /// The processor's own names of its side.
    package let intent: String?
    package let charge: String?
    package let card: Card?
    /// Why the last try was refused, in the processor's word.
    package let decline: String?
    /// The amount is, or was, reserved on the traveller's card.
    package let isAuthorized: Bool
    /// Taken, and the processor has not told yet what it kept of it and in what currency it came in.
    package let isFeeAwaited: Bool
    /// How often it was looked at without an end.
    package let looks: Int
    /// What a person is needed for.
    package let personFor: String?
    package let createdAt: Date
    package let capturedAt: Date?
    /// How whoever pays it chose to, where they have an account and said so.
    let wish: CardWish?
    /// Its card is not saved, because somebody else may fill in the form.
    package let isSavingBarred: Bool

    package struct Card: Hashable, Sendable {
        /// `visa`
        package let kind: String
        /// The last four.
        package let digits: String

        package init(kind: String, digits: String) {
            self.kind = kind
            self.digits = digits
        }

        /// As people write it: `Visa`.
        package var name: String { kind.prefix(1).uppercased() + kind.dropFirst() }
    }

    /// Nothing of it is looked at any more.
    package var isOver: Bool { state.isEnd && !isFeeAwaited }

    /// Whether `account`, or a guest, may go on with what was chosen for it. The processor's own form of a payment that
    /// has an account takes that account's cards, so it is for nobody else.
    func isOpen(to account: UUID?) -> Bool {
        guard let wish else { return true }
        return wish.account != nil && wish.account == account
    }

    /// What is still there to be given back.
    package var refundable: Money {
        Money(minor: max(0, captured.minor - refunded.minor - disputed.minor), captured.currency)
    }
}

extension Payment {
    init(_ row: Row) throws {
        let currency: CurrencyCode = try row.get("currency")
        guard let state = PaymentState(rawValue: try row.get("state")) else { throw PaymentRowFault(column: "state") }
        id = PaymentID(try row.get("payment_id"))
        booking = BookingID(try row.get("booking_id"))
        amendment = try row.get("amendment_id", as: UUID?.self).map { AmendmentID($0) }
        self.state = state
        amount = Money(minor: try row.get("amount_minor"), currency)
        captured = Money(minor: try row.get("captured_minor"), currency)
        refunded = Money(minor: try row.get("refunded_minor"), currency)
        disputed = Money(minor: try row.get("disputed_minor"), currency)
        intent = try row.get("intent")
        charge = try row.get("charge")
        let kind: String? = try row.get("method_kind")
        let digits: String? = try row.get("method_digits")
        card = kind.flatMap { kind in digits.map { Card(kind: kind, digits: $0) } }
        decline = try row.get("decline")
        isAuthorized = try row.get("is_authorized")
        isFeeAwaited = try row.get("is_fee_awaited")
        looks = try row.get("looks")
        personFor = try row.get("person_for")
        createdAt = try row.get("created_at")
        capturedAt = try row.get("captured_at")
        wish = try CardWish(row)
        isSavingBarred = try row.get("saving_barred")
    }
}

/// A row that does not read: written by a newer release.
struct PaymentRowFault: Error {
    let column: String
}
