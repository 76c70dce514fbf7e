package import Bookings
import Foundation
package import Ledger
package import Postgres
package import Tenancy
import Vocabulary

/// A booking that is cancelled gives back what was paid beyond its penalty, one that became cheaper the difference; what
/// was only reserved is let go of. What is paid at the property owes the platform's fee.
package struct GiveBack: BookingMoney {
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
        let currency = dated.booking.stay.currency
        let rows = try await tx.run(
            [PaymentStore.lockOf(id), FrozenBilling.of(id)]
                + OwedBack.statements(id, currency, ledger))
        let payments = try rows[0].map { try Payment($0) }
        var statements = try letGo(payments, tenant: tx.tenant)
        guard dated.booking.state == .confirmed else { return statements }
        let course = CancelledCourse(
            booking: dated.booking, billing: try FrozenBilling(rows[1].only()), cost: cost,
            owed: try OwedBack(rows[2...], id, currency))
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
    let owed: OwedBack

    /// What was given back before at the partner's cost, or by a bank, and would have been given back now, is the
    /// partner's again.
    ///
    /// Throws `LedgerError`.
    func entries() throws -> [LedgerEntry] {
        let sale = try billing.sale(booking)
        let kept = Money(minor: min(cost.keptNow.minor, sale.total.minor), sale.total.currency)
        guard kept != sale.total else { return [] }
        let paid = Money(minor: min(sale.total.minor, max(0, booking.paid.minor - owed.returned)), kept.currency)
        let key = booking.id.uuid.text
        let settled = owed.settled(owed.owed + max(0, paid.minor - kept.minor) - cost.refund.minor)
        return [
            try LedgerEntry.of(
                .cancelled(sale, kept: kept, paid: paid), key: key, about: LedgerTopic(booking: booking.id.uuid))
        ] + (try settled.entries(booking.id, key: key))
    }
}
