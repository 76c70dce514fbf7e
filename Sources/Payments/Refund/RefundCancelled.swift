package import Bookings
import Foundation
package import Ledger
package import Postgres
package import Tenancy
import Vocabulary

/// What is paid at the property owes the platform's fee. A booking that is cancelled gives back what was paid beyond its penalty, and lets go of what was only reserved.
package struct RefundCancelled: BookedMoney {
    let jobs: PaymentJobs
    let ledger: Ledger

    package init(jobs: PaymentJobs, ledger: Ledger) {
        self.jobs = jobs
        self.ledger = ledger
    }

    package func statements(confirming booking: Booking, under billing: FrozenBilling) throws -> [SQL] {
        try PropertyFee(ledger: ledger).owed(booking, under: billing)
    }

    package func statements(
        cancelling dated: DatedBooking, at cost: CancellationCost, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL] {
        let id = dated.booking.id
        guard dated.booking.settlement == .online else {
            return try await PropertyFee(ledger: ledger).waived(dated.booking, at: cost, in: tx)
        }
        let rows = try await tx.run([PaymentStore.lockOf(id), FrozenBilling.of(id)])
        let payments = try rows[0].map { try Payment($0) }
        guard !payments.contains(where: { $0.state == .capturing }) else { throw BookingError.paymentInProgress }
        var statements: [SQL] = []
        for live in payments where live.state == .asked || live.state == .open {
            statements.append(PaymentStore.void(live.id))
            statements.append(try jobs.chase(live.id, .voiding, inSeconds: 0, tenant: tx.tenant))
        }
        guard dated.booking.state == .confirmed else { return statements }
        let course = CancelledCourse(booking: dated.booking, billing: try FrozenBilling(rows[1].only()), cost: cost)
        statements += try course.entries().map(ledger.statement)
        for (payment, amount) in try Self.shared(cost.refund, over: payments) {
            let refund = NewRefund(
                id: RefundID(jobs.identifiers.next()), payment: payment.id, booking: id, amount: amount,
                cause: .cancellation, actor: cause.actor.name, reason: nil)
            statements += try jobs.refund(refund, ledger: ledger, tenant: tx.tenant)
        }
        return statements
    }

    /// From the last payment back, of each what is left of it.
    ///
    /// Throws `PaymentError.moreThanPaid` where there is not so much.
    static func shared(_ amount: Money, over payments: [Payment]) throws -> [(Payment, Money)] {
        var left = amount
        var parts: [(Payment, Money)] = []
        for payment in payments where payment.state == .captured && payment.refundable.minor > 0 && left.minor > 0 {
            let part = Money(minor: min(left.minor, payment.refundable.minor), left.currency)
            parts.append((payment, part))
            left = left - part
        }
        guard left.minor == 0 else { throw PaymentError.moreThanPaid(left: amount - left) }
        return parts
    }
}

/// What cancelling a sold booking does to the books.
struct CancelledCourse {
    let booking: Booking
    let billing: FrozenBilling
    let cost: CancellationCost

    /// What was given back before at the partner's cost, and would have been given back now, is the partner's again.
    ///
    /// Throws `LedgerError`.
    func entries() throws -> [LedgerEntry] {
        let sale = try billing.sale(booking)
        let topic = LedgerTopic(booking: booking.id.uuid)
        let kept = Money(minor: min(cost.penalty.minor, sale.total.minor), sale.total.currency)
        guard kept != sale.total else { return [] }
        var entries = [
            try LedgerEntry.of(
                .cancelled(sale, kept: kept, paid: booking.paid), key: booking.id.uuid.text, about: topic)
        ]
        let spent = min(booking.refunded.minor, max(0, booking.paid.minor - kept.minor))
        if spent > 0 {
            entries.append(
                try .of(
                    .goodwillSpent(booking: booking.id.uuid, Money(minor: spent, kept.currency)),
                    key: booking.id.uuid.text, about: topic))
        }
        return entries
    }
}
