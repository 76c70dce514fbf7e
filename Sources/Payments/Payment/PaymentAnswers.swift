import Bookings
import Vocabulary
package import Web

/// A payment as JSON.
extension Payment: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id.uuid)
            json.member("booking_id", booking.uuid)
            json.member("state", state.rawValue)
            json.member("amount", amount)
            json.member("captured", captured)
            json.member("refunded", refunded)
            json.member("decline", decline)
            json.member("card", card.map { "\($0.kind) \($0.digits)" })
            json.member("created_at", createdAt)
            json.member("captured_at", capturedAt)
        }
    }
}

extension Refund: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id.uuid)
            json.member("payment_id", payment.uuid)
            json.member("booking_id", booking.uuid)
            json.member("state", state.rawValue)
            json.member("amount", amount)
            json.member("cause", cause.rawValue)
            json.member("created_at", createdAt)
            json.member("settled_at", settledAt)
        }
    }
}

extension Dispute: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id.uuid)
            json.member("payment_id", payment.uuid)
            json.member("booking_id", booking.uuid)
            json.member("state", state.rawValue)
            json.member("amount", amount)
            json.member("reason", reason)
            json.member("answer_by", answerBy)
            json.member("opened_at", openedAt)
            json.member("closed_at", closedAt)
        }
    }
}

/// As the booking's holder is told: what a bank asks the site is between those two.
extension ReadPayments.History: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("payments", array: { for payment in payments { $0.value(payment) } })
            json.member("refunds", array: { for refund in refunds { $0.value(refund) } })
        }
    }
}

/// What a browser needs to go on with.
struct StartedPayment: JSONWritable, Sendable {
    let id: PaymentID
    let amount: Money
    var state = PaymentState.asked
    /// Absent where nothing more is asked of a browser.
    var form: ReadPayments.CardForm?

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id.uuid)
            json.member("amount", amount)
            json.member("state", state.rawValue)
            json.member("decline", form?.decline)
            json.member("client_secret", form?.clientSecret)
            json.member("publishable_key", form?.publishableKey)
            json.member("page", form?.page)
            json.member("action_url", form?.actionURL)
        }
    }
}

/// What those write.
package enum PaymentSchema {
    package static let payment = Schema.object(
        "Payment",
        [
            .init("id", .uuid), .init("booking_id", .uuid),
            .init("state", .choice(PaymentState.allCases.map(\.rawValue))), .init("amount", .money),
            .init("captured", .money), .init("refunded", .money.annotated("Promised back, left or not.")),
            .init("decline", .nullable(.text.annotated("The processor's word for why the last try was refused."))),
            .init("card", .nullable(.text.annotated("Its kind and last four digits."))),
            .init("created_at", .instant), .init("captured_at", .nullable(.instant)),
        ], closed: true)

    package static let refund = Schema.object(
        "Refund",
        [
            .init("id", .uuid), .init("payment_id", .uuid), .init("booking_id", .uuid),
            .init("state", .choice(Refund.State.allCases.map(\.rawValue))), .init("amount", .money),
            .init("cause", .choice(Refund.Cause.allCases.map(\.rawValue))), .init("created_at", .instant),
            .init("settled_at", .nullable(.instant)),
        ], closed: true)

    package static let dispute = Schema.object(
        "Dispute",
        [
            .init("id", .uuid), .init("payment_id", .uuid), .init("booking_id", .uuid),
            .init("state", .choice(Dispute.State.allCases.map(\.rawValue))), .init("amount", .money),
            .init("reason", .nullable(.text.annotated("The processor's word for what the card's holder says."))),
            .init("answer_by", .nullable(.instant.annotated("Until when it can be answered."))),
            .init("opened_at", .instant), .init("closed_at", .nullable(.instant)),
        ], closed: true)

    package static let history = Schema.object(
        "PaymentHistory",
        [
            .init("payments", .array(payment)), .init("refunds", .array(refund)),
        ], closed: true)

    static let started = Schema.object(
        "StartedPayment",
        [
            .init("id", .uuid), .init("amount", .money),
            .init("state", .choice(PaymentState.allCases.map(\.rawValue))),
            .init("decline", .nullable(.text.annotated("The processor's word for why the last try was refused."))),
            .init("client_secret", .nullable(.text)),
            .init("publishable_key", .nullable(.text)),
            .init("page", .nullable(.text.annotated("Where the sandbox asks for the card: add `return_url`."))),
            .init(
                "action_url", .nullable(.text.annotated("Where the bank asks a saved card's holder to agree."))),
        ], closed: true)
}
