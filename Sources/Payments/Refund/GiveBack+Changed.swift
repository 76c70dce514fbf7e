package import Bookings
import Foundation
import Ledger
package import Postgres
import Pricing
package import Tenancy
import Vocabulary

extension GiveBack {
    /// What a booking costs less is given back, as far as it was paid and not given back before.
    package func statements(
        amending dated: DatedBooking, by amendment: Amendment, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL] {
        guard dated.booking.settlement == .online else {
            return try await PropertyFee(ledger: ledger).changed(dated.booking, by: amendment, in: tx)
        }
        let id = dated.booking.id
        let currency = dated.booking.stay.currency
        let rows = try await tx.run(
            [PaymentStore.lockOf(id), FrozenBilling.of(id)]
                + OwedBack.statements(id, currency, ledger))
        let payments = try rows[0].map { try Payment($0) }
        guard payments.allSatisfy({ $0.state.isEnd || $0.amendment != nil && $0.state != .capturing }) else {
            throw BookingError.paymentInProgress
        }
        let course = ChangedCourse(
            dated: dated, amendment: amendment, billing: try FrozenBilling(rows[1].only()),
            owedBefore: try OwedBack(rows[2...], id, currency))
        var statements = try course.entries().map(ledger.statement)
        statements.append(AmendmentStore.returned(amendment.id, refunded: course.refund, spent: course.settled.spent))
        for (payment, amount) in try Self.shared(course.refund, over: payments) {
            let refund = NewRefund(
                id: RefundID(jobs.identifiers.next()), payment: payment.id, booking: id, amount: amount,
                cause: .change, actor: cause.actor.name, reason: nil)
            statements += try jobs.refund(refund, ledger: ledger, tenant: tx.tenant)
        }
        return statements
    }

    package func statements(
        withdrawing amendment: Amendment, of dated: DatedBooking, in tx: TenantTransaction
    ) async throws -> [SQL] {
        let payments = try await tx.run([PaymentStore.lockOf(dated.booking.id)])[0].map { try Payment($0) }
        return try letGo(payments, tenant: tx.tenant)
    }

    /// What is only reserved is let go of.
    ///
    /// Throws `BookingError.paymentInProgress` while money is being taken.
    func letGo(_ payments: [Payment], tenant: TenantID) throws -> [SQL] {
        guard !payments.contains(where: { $0.state == .capturing }) else { throw BookingError.paymentInProgress }
        var statements: [SQL] = []
        for live in payments where live.state == .asked || live.state == .open {
            statements.append(PaymentStore.void(live.id))
            statements.append(try jobs.chase(live.id, .voiding, inSeconds: 0, tenant: tenant))
        }
        return statements
    }
}

/// What changing a sold booking does to the books.
struct ChangedCourse {
    let dated: DatedBooking
    let amendment: Amendment
    let billing: FrozenBilling
    let owedBefore: OwedBack

    private var booking: Booking { dated.booking }

    /// Captured, and still for the booking.
    private var paid: Money {
        let minor = booking.paid.minor - owedBefore.returned
        return Money(minor: min(max(0, minor), amendment.was.price.dueNow.minor), booking.stay.currency)
    }

    /// Of what it costs less, what had been paid.
    private var owed: Money {
        let waived = min(amendment.returned.minor, amendment.was.price.dueNow.minor - paid.minor)
        return Money(minor: amendment.returned.minor - waived, paid.currency)
    }

    /// Of that, what is still there to be given back.
    var refund: Money { Money(minor: min(owed.minor, booking.refundable.minor), paid.currency) }

    /// And what is not, since it was given back before by grace, or by a bank: it is the partner's cost no longer.
    var settled: OwedBack.Settled { owedBefore.settled(owed.minor - refund.minor) }

    /// Throws `LedgerError`.
    func entries() throws -> [LedgerEntry] {
        let (topic, key) = (LedgerTopic(booking: booking.id.uuid), amendment.id.uuid.text)
        let (from, to) = (
            try billing.sale(amendment.was, of: booking.id), try billing.sale(amendment.stay, of: booking.id)
        )
        var entries: [LedgerEntry] = []
        if from != to { entries.append(try .of(.changed(from: from, to: to, paid: paid), key: key, about: topic)) }
        return entries + (try settled.entries(booking.id, key: key))
    }
}
