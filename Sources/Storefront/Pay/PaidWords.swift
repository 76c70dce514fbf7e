import Bookings
import Foundation
import Localization
import Payments
import Pricing
import Tenancy
import Vocabulary
import Web

/// What was paid and given back, in words.
struct PaidWords {
    let visit: Visit
    let history: ReadPayments.History

    private var words: Translator { visit.words }

    /// What a confirmation says of the payment.
    func summary(_ booking: Booking) -> String {
        let due = booking.price.dueAtProperty
        let rest = due.minor > 0 ? words("pay.rest", ["amount": .text(visit.formats.money(due))]) : nil
        let last = history.payments.first { $0.state == .captured }
        let paid = last.map { payment in
            let amount = MessageArgument.text(visit.formats.money(booking.paid))
            return payment.card.map { words("pay.paid", ["amount": amount, "card": .text(Self.card($0))]) }
                ?? words("pay.paid_plain", ["amount": amount])
        }
        return [paid ?? words("pay.being_taken"), rest].compactMap(\.self).joined(separator: " ")
    }

    /// One line for each, the last first.
    var lines: [Fact] {
        let paid = history.payments.compactMap { payment in
            payment.capturedAt.map { ($0, "paid", payment.captured) }
        }
        let refunds = history.refunds.filter { $0.state != .failed }.map { refund in
            (
                refund.settledAt ?? refund.createdAt, refund.state == .succeeded ? "refund" : "refund_pending",
                refund.amount
            )
        }
        return (paid + refunds).sorted { $0.0 > $1.0 }.map { instant, line, amount in
            Fact(words("pay.line.\(line)", ["day": .text(visit.day(instant))]), visit.formats.money(amount))
        }
    }

    /// `Visa 4242`
    private static func card(_ card: Payment.Card) -> String {
        "\(card.name) \(card.digits)"
    }
}

extension Visit {
    /// Nil where nothing of the booking is paid through us.
    func paid(_ booking: Booking) async throws -> PaidWords? {
        guard booking.settlement == .online else { return nil }
        return PaidWords(visit: self, history: try await parts.payments.read.history(of: booking.id, in: scope))
    }

    /// A day of ours on the partner's clock.
    func day(_ instant: Date) -> String {
        let day = (try? Deadline(instant: instant, zone: profile.definition.timeZone))?.date
        return formats.date(day ?? today, .medium)
    }

    /// With the site's own host, for whoever leads back to it.
    func absolute(_ path: String) -> String { (frame.base ?? "") + path }
}
