package import Bookings
import Foundation
import Ledger
import Postgres
package import Tenancy
package import Vocabulary

/// Gives back money that no policy asks for, at the partner's own cost: somebody of its staff says why.
package struct GrantRefund: Sendable {
    let jobs: PaymentJobs
    let ledger: Ledger
    let audit: AuditTrail

    /// What could be given back of a booking now.
    package struct Room: Hashable, Sendable {
        package let paid: Money
        package let refunded: Money
        package var left: Money { paid - refunded }

        package init(_ booking: Booking) {
            paid = booking.paid
            refunded = booking.refunded
        }

        /// Throws `PaymentError.nothingPaid`, `.wrongCurrency`, `.invalid`, or `.moreThanPaid`.
        func admit(_ amount: Money) throws(PaymentError) {
            guard paid.minor > 0 else { throw .nothingPaid }
            guard amount.currency == paid.currency else { throw .wrongCurrency(paid.currency) }
            guard amount.minor > 0 else { throw .invalid([.init("/amount", "range")]) }
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
        let rows = try await tx.run([PayBooking.lock(id), PaymentStore.lockOf(id)])
        guard let row = rows[0].first else { throw BookingError.notFound }
        try Room(try DatedBooking(row).booking).admit(amount)
        let sealed = try reason.sealed(with: key)
        var statements: [SQL] = []
        var refunds: [RefundID] = []
        for (payment, part) in try RefundCancelled.shared(amount, over: try rows[1].map { try Payment($0) }) {
            let refund = NewRefund(
                id: RefundID(jobs.identifiers.next()), payment: payment.id, booking: id, amount: part,
                cause: .goodwill, actor: actor.name, reason: sealed)
            refunds.append(refund.id)
            let topic = LedgerTopic(booking: id.uuid, payment: payment.id.uuid, refund: refund.id.uuid)
            statements.append(
                ledger.statement(
                    try .of(.goodwill(booking: id.uuid, part), key: refund.id.uuid.text, about: topic)))
            statements += try jobs.refund(refund, ledger: ledger, tenant: tx.tenant)
            statements.append(audit.statement(Self.entry(refund, actor), tenant: tx.tenant))
        }
        return Effect(value: Granted(refunds: refunds, amount: amount), closing: statements)
    }

    private static func entry(_ refund: NewRefund, _ actor: AuditActor) -> AuditEntry {
        AuditEntry(
            action: "refund.grant", actor: actor, subjectKind: "booking", subjectID: refund.booking.uuid.text,
            after: JSONText(
                """
                {"refund_id":"\(refund.id.uuid.text)","amount_minor":\(refund.amount.minor),\
                "currency":"\(refund.amount.currency)"}
                """))
    }
}
