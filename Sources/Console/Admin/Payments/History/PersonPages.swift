import Bookings
import Foundation
import HTTPTypes
import Localization
import Payments
import Tenancy
import Vocabulary
import Web

/// What a person can do about a payment that was not settled by itself: have it looked at now, or say that it was
/// settled elsewhere, and how.
struct PersonPages: Sendable {
    let parts: AdminParts

    private static let unknown = Route.Refusal(404, "payment.not_found")
    private static let nobody = Route.Refusal(409, "payment.nobody_needed")

    /// Which of the two.
    private enum Subject {
        case payment(PaymentID)
        case refund(RefundID)
    }

    var routes: [Route] {
        [
            Route(
                .post, "/admin/payments/{id}/look", .staff(.finance, .write),
                "Look at a payment and its refunds now", gives: [.redirect()], refuses: [Self.unknown],
                options: RouteOptions(secondsMax: Self.lookSeconds, tag: "console")
            ) { (input: OneInput, context: StaffPageContext) in
                try await look(PaymentID(input.id), Seat(context, parts))
            },
            asking("/admin/payments/{id}/settled") { .payment(PaymentID($0)) },
            settling("/admin/payments/{id}/settled") { .payment(PaymentID($0)) },
            asking("/admin/payments/refunds/{id}/settled") { .refund(RefundID($0)) },
            settling("/admin/payments/refunds/{id}/settled") { .refund(RefundID($0)) },
        ]
    }

    /// The processor may let each of a few calls wait.
    static let lookSeconds = 120

    private func asking(_ path: PathTemplate, _ subject: @escaping @Sendable (UUID) -> Subject) -> Route {
        Route(
            .get, path, .staff(.finance, .write), "Asks how it was settled", gives: [.html()],
            refuses: [Self.unknown, Self.nobody], options: .console
        ) { (input: OneInput, context: StaffPageContext) in
            let seat = Seat(context, parts)
            return try seat.ask(try await question(subject(input.id), seat))
        }
    }

    private func settling(_ path: PathTemplate, _ subject: @escaping @Sendable (UUID) -> Subject) -> Route {
        Route(
            .post, path, .staff(.finance, .write), "Say that it was settled elsewhere, and how",
            gives: [.redirect()], refuses: [Self.unknown, Self.nobody], options: .console
        ) { (entry: Submission<SettledInput>, context: StaffPageContext) in
            let seat = Seat(context, parts)
            guard let id = seat.context.arrival.parameter("id").flatMap(UUID.init) else { throw PaymentError.notFound }
            return try await settle(entry, subject(id), seat)
        }
    }

    /// What the processor does not say is told on the payment's own page, and a job goes on with it.
    private func look(_ id: PaymentID, _ seat: Seat) async throws -> Answer {
        let found = try await parts.payments.browse.one(id, in: seat.scope)
        do {
            try await parts.payments.lookAgain.look(
                at: found, Cause(actor: seat.context.auditActor), in: seat.scope)
        } catch let error as PaymentError where error != .notFound {
            return seat.then(PaymentSight.path(found.payment), done: "payment_silent")
        }
        return seat.then(PaymentSight.path(found.payment), done: "payment_looked")
    }

    private func settle(_ entry: Submission<SettledInput>, _ subject: Subject, _ seat: Seat) async throws -> Answer {
        guard case .success(let input) = entry.result else {
            let question = seat.again(try await question(subject, seat), entry)
            return try seat.ask(question, status: .unprocessableContent)
        }
        let (verb, reason) = (parts.payments.settleOtherwise, ChangeReason(input.reason))
        let back: Payment
        switch subject {
        case .payment(let id):
            try await verb.payment(id, reason, seat.context.auditActor, in: seat.scope)
            back = try await parts.payments.browse.one(id, in: seat.scope).payment
        case .refund(let id):
            try await verb.refund(id, reason, seat.context.auditActor, in: seat.scope)
            back = try await parts.payments.browse.one(of: id, in: seat.scope).payment
        }
        return seat.then(PaymentSight.path(back), done: "payment_settled")
    }

    private func question(_ subject: Subject, _ seat: Seat) async throws -> Question {
        let t = { (key: String) in seat.t("console.payments.\(key)") }
        let (found, watch, isOver, action): (PaymentCase, MoneyWatch?, Bool, String)
        var books = "settled_books"
        switch subject {
        case .payment(let id):
            found = try await parts.payments.browse.one(id, in: seat.scope)
            (watch, isOver) = (found.watch, found.payment.isOver)
            action = "\(PaymentSight.path(found.payment))/settled"
        case .refund(let id):
            found = try await parts.payments.browse.one(of: id, in: seat.scope)
            let one = found.refunds.first { $0.refund.id == id }
            (watch, isOver) = (one?.watch, one?.refund.state.isEnd == true)
            action = "\(MoneySight.path)/refunds/\(id.uuid.text)/settled"
            if one?.refund.state == .failed, one?.refund.cause != .goodwill { books = "settled_brought" }
        }
        guard let asked = watch?.personFor else { throw PaymentError.nobodyNeeded }
        let back = PaymentSight.path(found.payment)
        return Question(
            title: t("settled"),
            consequences: [t("settled_text"), t(books), t(isOver ? "settled_over" : "settled_open")],
            action: action, submit: t("settled"), back: back,
            fields: [
                FormField(
                    name: "reason", label: t("settled_how"), kind: .lines(3), hint: t("settled_hint"),
                    max: ChangeReason.lengthMax)
            ],
            trail: [
                Link(seat.t("console.way.payments"), MoneySight.path), Link(PaymentSight.title(found, seat), back),
            ],
            facts: [
                Fact(t("person"), Cell(t("person_for.\(asked.rawValue)"))),
                Fact(t("amount"), Cell(seat.words.formats.money(found.payment.amount))),
            ])
    }
}

struct SettledInput: Input {
    let id: UUID
    let reason: String

    static let form = Form<SettledInput>(Field("id", .uuid), StaffCancelInput.reasonField) {
        SettledInput(id: $0, reason: $1)
    }
}
