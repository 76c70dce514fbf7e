package import Bookings
import Foundation
import Ledger
import Postgres
package import Tenancy
package import Vocabulary

/// Gives back money that no policy asks for, at the partner's own cost: somebody of its staff says why. What is owed
/// all the same comes first, and costs the partner nothing more.
package struct GrantRefund: Sendable {
    let jobs: PaymentJobs
    let ledger: Ledger
    let audit: AuditTrail

    /// What could be given back of a booking now.
    package struct Room: Hashable, Sendable {
        package let paid: Money
        package let refunded: Money
        /// A bank has it, for good or until it has decided.
        package let disputed: Money
        package let left: Money

        package init(_ booking: Booking) {
            paid = booking.paid
            refunded = booking.refunded
            disputed = booking.disputed
            left = booking.refundable
        }

        /// Throws `PaymentError.nothingPaid`, `.wrongCurrency`, `.invalid`, or `.moreThanPaid`.
        func admit(_ amount: Money) throws(PaymentError) {
            guard paid.minor > 0 else { throw .nothingPaid }
            guard amount.currency == paid.currency else { throw .wrongCurrency(paid.currency) }
            // Some currencies are not counted to the last unit by whoever moves the money.
            guard amount.minor > 0, ProcessorAmount.units(of: amount) != nil else {
                throw .invalid([.init("/amount", "range")])
            }
            guard amount.minor <= left.minor else { throw .moreThanPaid(left: left) }
        }
    }

    package struct Granted: Hashable, Sendable {
        package let refunds: [RefundID]
        package let amount: Money
    }

    /// Two round trips.
    ///
    /// Throws `BookingError.notFound`, `PaymentError.nothingPaid`, `.wrongCurrency`, `.moreThanPaid`, `.invalid`, or
    /// `PostgresError`.
    package func grant(
        _ amount: Money, of id: BookingID, _ reason: ChangeReason, key: TenantDataKey, _ actor: AuditActor,
        in tx: TenantTransaction
    ) async throws -> Effect<Granted> {
        let rows = try await tx.run(
            [PayBooking.lock(id), PaymentStore.lockOf(id)] + OwedBack.statements(id, amount.currency, ledger))
        guard let row = rows[0].first else { throw BookingError.notFound }
        try Room(try DatedBooking(row).booking).admit(amount)
        let sealed = try reason.sealed(with: key)
        var statements: [SQL] = []
        var refunds: [RefundID] = []
        var owed = max(0, try OwedBack(rows[2...], id, amount.currency).owed)
        for (payment, whole) in try GiveBack.shared(amount, over: try rows[1].map { try Payment($0) }) {
            let ofOwed = min(owed, whole.minor)
            owed -= ofOwed
            for (minor, cause) in [(ofOwed, Refund.Cause.owed), (whole.minor - ofOwed, .goodwill)] where minor > 0 {
                let refund = NewRefund(
                    id: RefundID(jobs.identifiers.next()), payment: payment.id, booking: id,
                    amount: Money(minor: minor, whole.currency), cause: cause, actor: actor.name, reason: sealed)
                refunds.append(refund.id)
                if cause == .goodwill { statements.append(ledger.statement(try refund.granted(refund.amount))) }
                statements += try jobs.refund(refund, ledger: ledger, tenant: tx.tenant)
                statements.append(audit.statement(refund.entry("refund.grant", actor), tenant: tx.tenant))
            }
        }
        return Effect(value: Granted(refunds: refunds, amount: amount), closing: statements)
    }
}

extension NewRefund {
    /// What of it is promised at the partner's own cost.
    ///
    /// Throws `LedgerError`.
    func granted(_ amount: Money) throws -> LedgerEntry {
        try .of(
            .goodwill(booking: booking.uuid, amount), key: id.uuid.text,
            about: LedgerTopic(booking: booking.uuid, payment: payment.uuid, refund: id.uuid))
    }

    func entry(_ action: String, _ actor: AuditActor) -> AuditEntry {
        AuditEntry(
            action: action, actor: actor, subjectKind: "booking", subjectID: booking.uuid.text,
            after: JSONText(
                """
                {"refund_id":"\(id.uuid.text)","amount_minor":\(amount.minor),"currency":"\(amount.currency)"}
                """))
    }
}
