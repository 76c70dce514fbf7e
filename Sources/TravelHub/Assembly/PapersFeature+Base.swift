import Bookings
import Foundation
import Messaging
import Papers
import Payments

extension PapersFeature {
    init(_ base: Base, bookings: BookingsFeature, payments: ReadPayments, mail: EnqueueMail) {
        self.init(
            paid: PaidLines(of: payments), press: PaperPress(), bookings: bookings, mail: mail, clock: base.clock,
            identifiers: base.identifiers)
    }
}

extension PaidLines {
    /// What was taken and what has come back, and what is on its way.
    fileprivate init(of payments: ReadPayments) {
        self.init { booking, scope in
            guard booking.settlement == .online else { return [] }
            let history = try await payments.history(of: booking.id, in: scope)
            let methods = Dictionary(
                history.payments.map { ($0.id, $0.card.map(Self.words) ?? "") }, uniquingKeysWith: { first, _ in first }
            )
            let taken = history.payments.compactMap { payment -> PaidLine? in
                let isOnItsWay = payment.state == .capturing
                guard isOnItsWay || payment.capturedAt != nil else { return nil }
                return PaidLine(
                    kind: .payment, amount: isOnItsWay ? payment.amount : payment.captured,
                    at: payment.capturedAt ?? payment.createdAt, method: methods[payment.id] ?? "",
                    isOnItsWay: isOnItsWay)
            }
            let returned = history.refunds.filter { $0.state != .failed }.map { refund in
                PaidLine(
                    kind: .refund, amount: refund.amount, at: refund.settledAt ?? refund.createdAt,
                    method: methods[refund.payment] ?? "", isOnItsWay: !refund.state.isEnd,
                    isGrace: refund.cause == .goodwill)
            }
            return (taken + returned).sorted { $0.at < $1.at }
        }
    }

    /// `Visa •••• 4242`
    private static func words(_ card: Payment.Card) -> String {
        "\(card.name) •••• \(card.digits)"
    }
}
