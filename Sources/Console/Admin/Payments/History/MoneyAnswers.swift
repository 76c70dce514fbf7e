import Bookings
package import Payments
import Postgres
import Vocabulary
package import Web

/// Payments and refunds as JSON for a site's staff: what each answer holds, and how it is described.
enum MoneyAnswers {
    static let move = Schema.object(
        "MoneyMove",
        [
            .init("id", .uuid), .init("kind", choice(MoneyMove.Kind.self)), .init("payment_id", .uuid),
            .init("booking_id", .uuid), .init("booking_reference", .text), .init("state", choice(MoneyMove.State.self)),
            .init("amount", .money),
            .init("refunded", .nullable(.money).annotated("Of a payment: promised back, left or not.")),
            .init("cause", .nullable(choice(Refund.Cause.self))), .init("card", card),
            .init("fault", .nullable(.text.annotated("The processor's word for what went wrong."))),
            .init("processor_name", .nullable(.text)), .init("person_for", person), .init("person_since", instant),
            .init("created_at", .instant), .init("settled_at", instant),
        ], closed: true)

    static let refund = Schema.object(
        "RefundCase",
        [
            .init("id", .uuid), .init("state", choice(Refund.State.self)), .init("amount", .money),
            .init("cause", choice(Refund.Cause.self)), .init("actor", .text), .init("reason", .nullable(.text)),
            .init("processor_name", .nullable(.text)), .init("fault", .nullable(.text)), .init("looks", .count),
            .init("next_look_at", instant), .init("person_for", person), .init("person_since", instant),
            .init("created_at", .instant), .init("settled_at", instant),
        ], closed: true)

    static let payment = Schema.object(
        "PaymentCase",
        [
            .init("id", .uuid), .init("booking_id", .uuid), .init("booking_reference", .text),
            .init("state", choice(PaymentState.self)), .init("amount", .money), .init("captured", .money),
            .init("refunded", .money), .init("fee", .nullable(.money).annotated("What the processor kept.")),
            .init("card", card), .init("fault", .nullable(.text)), .init("is_authorized", .boolean),
            .init("processor_name", .nullable(.text)), .init("processor_charge", .nullable(.text)),
            .init("looks", .count), .init("next_look_at", instant), .init("person_for", person),
            .init("person_since", instant), .init("created_at", .instant), .init("captured_at", instant),
            .init("refunds", .array(refund)),
        ], closed: true)

    /// What was paid for a booking, given back, and is left.
    static let booked = Schema.object(
        "BookedMoney",
        [
            .init("paid", .money), .init("refunded", .money),
            .init("disputed", .money.annotated("A bank has it, for good or until it has decided.")),
            .init("left", .money),
            .init("payments", .array(PaymentSchema.payment)), .init("refunds", .array(PaymentSchema.refund)),
            .init("disputes", .array(PaymentSchema.dispute)),
        ], closed: true)

    static let previewed = Schema.object(
        "RefundPreview",
        [
            .init("amount", .money),
            .init("owed", .money.annotated("Of it, owed to the guest all the same: it costs the site nothing.")),
            .init("granted", .money.annotated("The rest, at the site's own cost.")),
            .init("left", .money.annotated("Of what was paid, then.")),
            .init(
                "parts",
                .array(
                    .object("RefundPart", [.init("payment_id", .uuid), .init("amount", .money)], closed: true))),
        ], closed: true)

    static let granted = Schema.object(
        "GrantedRefund",
        [
            .init("booking_id", .uuid), .init("amount", .money),
            .init("refund_ids", Schema.array(.uuid).annotated("One of each payment that it is returned of.")),
        ], closed: true)

    /// - Parameter rows: one more than the page has, where there are more.
    static func page(_ rows: [MoneyMove], _ input: MoneySearchInput) -> Answer {
        let moves = rows.prefix(input.limit)
        let next = rows.count > input.limit ? moves.last.map { input.page.place(of: $0) } : nil
        return .json(cache: .never) { json in
            json.object { json in
                json.member("data", array: { for move in moves { $0.value(move) } })
                json.member("next_cursor", next?.description)
            }
        }
    }

    private static let instant = Schema.nullable(.instant)
    private static let card = Schema.nullable(.text.annotated("Its kind and last four digits."))
    private static let person = Schema.nullable(
        choice(PersonFor.self).annotated("What a person is needed for."))

    private static func choice<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> Schema
    where Word.RawValue == String {
        .choice(Word.allCases.map(\.rawValue))
    }
}

extension Payment.Card {
    /// `visa 4242`
    var text: String { "\(kind) \(digits)" }
}

extension MoneyMove: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("kind", kind.rawValue)
            json.member("payment_id", payment.uuid)
            json.member("booking_id", booking.uuid)
            json.member("booking_reference", reference)
            json.member("state", state.rawValue)
            json.member("amount", amount)
            json.member("refunded", refunded)
            json.member("cause", cause?.rawValue)
            json.member("card", card?.text)
            json.member("fault", fault)
            json.member("processor_name", processorName)
            json.member("person_for", personFor?.rawValue)
            json.member("person_since", personSince)
            json.member("created_at", createdAt)
            json.member("settled_at", settledAt)
        }
    }
}

extension RefundCase: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", refund.id.uuid)
            json.member("state", refund.state.rawValue)
            json.member("amount", refund.amount)
            json.member("cause", refund.cause.rawValue)
            json.member("actor", refund.actor)
            json.member("reason", reason)
            json.member("processor_name", refund.processorName)
            json.member("fault", refund.failure)
            json.member("looks", refund.looks)
            watch.write(into: &json)
            json.member("created_at", refund.createdAt)
            json.member("settled_at", refund.settledAt)
        }
    }
}

extension PaymentCase: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", payment.id.uuid)
            json.member("booking_id", payment.booking.uuid)
            json.member("booking_reference", reference)
            json.member("state", payment.state.rawValue)
            json.member("amount", payment.amount)
            json.member("captured", payment.captured)
            json.member("refunded", payment.refunded)
            json.member("fee", fee)
            json.member("card", payment.card?.text)
            json.member("fault", payment.decline)
            json.member("is_authorized", payment.isAuthorized)
            json.member("processor_name", payment.intent)
            json.member("processor_charge", payment.charge)
            json.member("looks", payment.looks)
            watch.write(into: &json)
            json.member("created_at", payment.createdAt)
            json.member("captured_at", payment.capturedAt)
            json.member("refunds", array: { for refund in refunds { $0.value(refund) } })
        }
    }
}

extension MoneyWatch {
    fileprivate func write(into json: inout JSONWriter) {
        json.member("next_look_at", nextLookAt)
        json.member("person_for", personFor?.rawValue)
        json.member("person_since", personSince)
    }
}

extension RefundPreview: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("amount", amount)
            json.member("owed", owed)
            json.member("granted", granted)
            json.member("left", left)
            json.member("parts", array: { for one in parts { $0.value(one) } })
        }
    }
}

extension RefundPreview.Part: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("payment_id", payment.id.uuid)
            json.member("amount", amount)
        }
    }
}
