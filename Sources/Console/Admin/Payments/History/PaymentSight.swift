import Bookings
import Localization
import Payments
import Vocabulary
import Web

/// All that is known of a payment on a page of the console, with what a person can do about it.
struct PaymentSight: Sendable {
    let seat: Seat
    let found: PaymentCase
    let actors: ActorWords
    private let money: MoneySight

    init(_ seat: Seat, _ found: PaymentCase, _ actors: ActorWords) {
        self.seat = seat
        self.found = found
        self.actors = actors
        money = MoneySight(seat)
    }

    private var payment: Payment { found.payment }
    private var path: String { Self.path(payment) }
    private func t(_ key: String) -> String { seat.t("console.payments.\(key)") }
    private func cell(_ money: Money) -> Cell { Cell(seat.words.formats.money(money)) }

    static func path(_ payment: Payment) -> String { "\(MoneySight.path)/\(payment.id.uuid.text)" }

    static func title(_ found: PaymentCase, _ seat: Seat) -> String {
        seat.t("console.payments.title", ["reference": .text(found.reference)])
    }

    func page(disputes: [Dispute], done: String?) throws -> Answer {
        try seat.page(
            Self.title(found, seat), trail: [Link(seat.t("console.way.payments"), MoneySight.path)], done: done,
            told: questions,
            [.facts(title: nil, facts), .links(title: nil, links)] + looking + [.table(refunds)]
                + DisputeSight(seat).blocks(disputes))
    }

    /// What is asked of a person, and what they can do.
    private var questions: [String] {
        ([found.watch] + found.refunds.map(\.watch)).compactMap { watch in
            watch.personFor.map { question in
                seat.t(
                    "console.payments.question",
                    [
                        "what": .text(t("person_for.\(question.rawValue)")),
                        "advice": .text(t("advice.\(question.rawValue)")),
                        "since": .text(watch.personSince.map(seat.time) ?? ""),
                    ])
            }
        }
    }

    private var facts: [Fact] {
        [
            Fact(seat.t("console.keys.state"), money.cell(payment.state)), Fact(t("amount"), cell(payment.amount)),
            Fact(t("captured"), cell(payment.captured)), Fact(t("refunded"), cell(payment.refunded)),
            Fact(t("left"), cell(payment.refundable)), Fact(t("fee"), found.fee.map(cell) ?? .none),
            Fact(t("card"), .code(payment.card?.text)), Fact(t("fault"), .code(payment.decline)),
            Fact(t("processor_name"), .code(payment.intent)), Fact(t("processor_charge"), .code(payment.charge)),
            Fact(t("made"), seat.moment(payment.createdAt)), Fact(t("captured_at"), seat.moment(payment.capturedAt)),
            Fact(t("looks"), seat.number(payment.looks)), Fact(t("next_look"), seat.moment(found.watch.nextLookAt)),
        ]
    }

    private var links: [Link] {
        let booking = payment.booking.uuid.text
        var links: [Link] = []
        if seat.may(.bookings, .read) { links.append(Link(t("to_booking"), "/admin/bookings/\(booking)")) }
        links.append(Link(t("to_ledger"), "/admin/ledger/accounts?subject=\(booking)"))
        if seat.may(.finance), payment.refundable.minor > 0 {
            links.append(Link(t("refund"), "/admin/bookings/\(booking)/refund"))
        }
        if seat.may(.finance), found.watch.personFor != nil {
            links.append(Link(t("settled"), "\(path)/settled"))
        }
        return links
    }

    /// Whatever has not come to its end can be looked at before its hour.
    private var looking: [Block] {
        let isOpen = !payment.isOver || found.refunds.contains { !$0.refund.state.isEnd }
        guard isOpen, seat.may(.finance) else { return [] }
        return [
            .form(
                PageForm(
                    action: "\(path)/look", hidden: seat.hidden, consequences: [t("look_text")], submit: t("look")))
        ]
    }

    private var refunds: Table {
        let (seat, money, actors) = (seat, money, actors)
        let rows: [[Cell]] = found.refunds.map { one in
            let refund = one.refund
            let isAsked = one.watch.personFor != nil && seat.may(.finance)
            var deed =
                isAsked ? Cell(t("settled"), url: "\(MoneySight.path)/refunds/\(refund.id.uuid.text)/settled") : .none
            deed.isDeed = isAsked
            return [
                seat.moment(refund.createdAt), cell(refund.amount), money.cell(refund.state),
                Cell(t("cause.\(refund.cause.rawValue)")), actors.cell(refund.actor, seat.words),
                one.reason.map { Cell($0) } ?? .none, .code(refund.processorName), .code(refund.failure),
                seat.moment(one.watch.nextLookAt), seat.moment(refund.settledAt), deed,
            ]
        }
        var table = Table(
            caption: t("refunds"),
            [
                t("made"), t("amount"), seat.t("console.keys.state"), t("cause_label"), seat.t("console.bookings.who"),
                seat.t("console.bookings.why"), t("processor_name"), t("fault"), t("next_look"), t("settled_at"),
                seat.t("desk.column.action"),
            ], rows)
        table.empty = t("no_refunds")
        return table
    }
}
