import Bookings
import HTTPTypes
import Localization
import Payments
import Tenancy
import Vocabulary
import Web

/// The page on which somebody gives money back: what was paid, how much of it, what that comes to.
struct RefundSight: Sendable {
    let seat: Seat
    let booking: Booking

    init(_ seat: Seat, _ booking: Booking) {
        self.seat = seat
        self.booking = booking
    }

    private var room: GrantRefund.Room { GrantRefund.Room(booking) }
    private var back: String { BookedMoneySight.path(booking) }
    private var told: ProblemWords { ProblemWords(seat.words) }
    private func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        seat.t("console.payments.\(key)", arguments)
    }
    private func text(_ money: Money) -> String { seat.words.formats.money(money) }

    /// - Parameter typed: nil for all that is left.
    func page(typed: String?, _ grant: GrantRefund) async throws -> Answer {
        guard room.left.minor > 0 else { return try page([.text(t("nothing_left"))]) }
        guard let typed else { return try await page(room.left, grant) }
        guard let amount = TypedAmount.money(typed, room.paid.currency) else {
            return try page(
                [.form(amountForm(typed, t("amount_unread")))], status: .unprocessableContent)
        }
        return try await page(amount, typed: typed, grant)
    }

    /// What was wrong beside the amount, with the same amount.
    func again(_ entry: Submission<RefundInput>, _ grant: GrantRefund) async throws -> Answer {
        let typed = TypedForm(entry)
        guard let minor = typed.value("amount_minor").flatMap(Int.init), minor <= Money.minorMax else {
            return try await page(typed: nil, grant)
        }
        return try await page(
            Money(minor: minor, room.paid.currency), grant, entered: typed, status: .unprocessableContent)
    }

    func refused(_ input: RefundInput, _ error: PaymentError) throws -> Answer {
        let problem = error.problem
        let fault = told.detail(of: problem) ?? told.title(of: problem)
        guard room.left.minor > 0 else { return try page([.text(t("nothing_left"))], status: .conflict) }
        return try page(
            [.form(amountForm(TypedAmount.text(input.amount), fault))],
            status: HTTPResponse.Status(code: problem.status))
    }

    private func page(
        _ amount: Money, typed: String? = nil, _ grant: GrantRefund, entered: TypedForm? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Answer {
        do {
            let preview = try await grant.preview(amount, of: booking, in: seat.scope)
            let form = self.form(preview)
            return try page(
                [
                    .form(amountForm(typed ?? TypedAmount.text(amount))), .facts(title: t("preview"), facts(preview)),
                    .form(entered.map { $0.filled(form, told) } ?? form),
                ], status: status)
        } catch let error as PaymentError {
            let problem = error.problem
            let fault =
                problem.faults.first.map(told.detail) ?? told.detail(of: problem) ?? told.title(of: problem)
            return try page(
                [.form(amountForm(typed ?? TypedAmount.text(amount), fault))], status: .unprocessableContent)
        }
    }

    private func page(_ blocks: [Block], status: HTTPResponse.Status = .ok) throws -> Answer {
        let reference: [String: MessageArgument] = ["reference": .text(booking.reference.description)]
        return try seat.page(
            t("refund_title", reference),
            trail: [
                Link(seat.t("console.way.bookings"), "/admin/bookings"),
                Link(seat.t("console.bookings.title", reference), back),
            ], status: status, [.facts(title: nil, BookedMoneySight(seat, booking).standing)] + blocks)
    }

    private func amountForm(_ typed: String, _ fault: String? = nil) -> PageForm {
        var field = FormField(
            name: "amount", label: t("refund_amount", ["currency": .text(room.paid.currency.code)]), value: typed,
            hint: t("refund_amount_hint", ["left": .text(text(room.left))]), max: TypedAmount.lengthMax, isCode: true)
        field.error = fault
        return PageForm(action: "\(back)/refund", isGet: true, fields: [field], submit: t("refund_preview"))
    }

    private func facts(_ preview: RefundPreview) -> [Fact] {
        preview.parts.map { part in
            Fact(
                part.payment.card.map { t("to_card", ["card": .text("\($0.name) \($0.digits)")]) } ?? t("to_payer"),
                Cell(text(part.amount)))
        } + [Fact(t("left_then"), Cell(text(preview.left)))]
    }

    /// At whose cost.
    private func costs(_ preview: RefundPreview) -> [String] {
        [("refund_owed", preview.owed), ("refund_cost", preview.granted)].filter { $0.1.minor > 0 }.map {
            t($0.0, ["amount": .text(text($0.1))])
        }
    }

    private func form(_ preview: RefundPreview) -> PageForm {
        let amount: [String: MessageArgument] = ["amount": .text(text(preview.amount))]
        return PageForm(
            action: "\(back)/refund",
            hidden: seat.hidden + [
                .init("amount_minor", String(preview.amount.minor)), .init("currency", preview.amount.currency.code),
                .init(RequestContent.idempotencyField, seat.context.visitor.newIdempotencyKey()),
            ],
            fields: [
                FormField(
                    name: "reason", label: seat.t("console.bookings.why"), kind: .lines(3), hint: t("refund_hint"),
                    max: ChangeReason.lengthMax)
            ],
            consequences: [t("refund_text", amount)] + costs(preview) + [t("refund_final")],
            submit: t("refund_submit", amount), isGrave: true, cancel: Link(seat.t("console.form.back"), back))
    }
}
