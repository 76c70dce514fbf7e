import Bookings
import Localization
import Payments
import Vocabulary
import Web

/// What was paid for a booking, given back, and is left, on the booking's own page.
struct BookedMoneySight: Sendable {
    let seat: Seat
    let booking: Booking
    private let money: MoneySight

    init(_ seat: Seat, _ booking: Booking) {
        self.seat = seat
        self.booking = booking
        money = MoneySight(seat)
    }

    private var room: GrantRefund.Room { GrantRefund.Room(booking) }
    private func t(_ key: String) -> String { seat.t("console.payments.\(key)") }
    private func cell(_ money: Money) -> Cell { Cell(seat.words.formats.money(money)) }

    static func path(_ booking: Booking) -> String { "/admin/bookings/\(booking.id.uuid.text)" }

    /// Nothing where nobody went to pay.
    func blocks(_ history: ReadPayments.History) -> [Block] {
        guard !history.payments.isEmpty else { return [] }
        let mayRefund = seat.may(.finance) && room.left.minor > 0
        return [.facts(title: t("section"), standing), .table(table(history))]
            + DisputeSight(seat).blocks(history.disputes)
            + (mayRefund ? [.links(title: nil, [Link(t("refund"), "\(Self.path(booking))/refund")])] : [])
    }

    var standing: [Fact] {
        [
            Fact(t("captured"), cell(room.paid)), Fact(t("refunded"), cell(room.refunded)),
        ] + (room.disputed.minor > 0 ? [Fact(t("disputed"), cell(room.disputed))] : [])
            + [Fact(t("left"), cell(room.left))]
    }

    private func table(_ history: ReadPayments.History) -> Table {
        let payments = history.payments.map { payment -> [Cell] in
            [
                Cell(money.name(.payment), url: PaymentSight.path(payment)), cell(payment.amount),
                money.cell(payment.state), .code(payment.card?.text), .none, seat.moment(payment.createdAt),
            ]
        }
        let refunds = history.refunds.map { refund -> [Cell] in
            [
                Cell(money.name(.refund), url: "\(MoneySight.path)/\(refund.payment.uuid.text)"), cell(refund.amount),
                money.cell(refund.state), .none, Cell(t("cause.\(refund.cause.rawValue)")),
                seat.moment(refund.createdAt),
            ]
        }
        return Table(
            caption: t("moves"),
            [t("what"), t("amount"), seat.t("console.keys.state"), t("card"), t("cause_label"), t("made")],
            payments + refunds)
    }
}
