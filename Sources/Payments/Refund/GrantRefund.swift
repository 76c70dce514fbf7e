package import Bookings
import Foundation
import Ledger
import Postgres
package import Tenancy
package import Vocabulary

/// Gives back money that no policy asks for, at the partner's own cost: somebody of its staff says why. What is owed
/// by policy since a refund failed comes first, and costs the partner nothing more.
package struct GrantRefund: Sendable {
    let jobs: PaymentJobs
    let ledger: Ledger
    let audit: AuditTrail

    /// What could be given back of a booking now.
    package struct Room: Hashable, Sendable {
        package let paid: Money
        package let refunded: Money
        package var left: Money { paid - refunded }
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
        let rows = try await tx.run([PayBooking.lock(id), PaymentStore.lockOf(id), RefundStore.owed(id)])
        guard let row = rows[0].first else { throw BookingError.notFound }
        let booking = try DatedBooking(row).booking
        let room = Room(paid: booking.paid, refunded: booking.refunded)
        guard room.paid.minor > 0 else { throw PaymentError.nothingPaid }
        guard amount.currency == room.paid.currency else { throw PaymentError.wrongCurrency(room.paid.currency) }
        guard amount.minor > 0 else { throw PaymentError.invalid([.init("/amount", "range")]) }
        guard amount.minor <= room.left.minor else { throw PaymentError.moreThanPaid(left: room.left) }
        let sealed = try reason.sealed(with: key)
        var statements: [SQL] = []
        var refunds: [RefundID] = []
        var owed = try rows[2].only().get("owed_minor", as: Int.self)
        for (payment, whole) in try RefundCancelled.shared(amount, over: try rows[1].map { try Payment($0) }) {
            let ofOwed = min(owed, whole.minor)
            owed -= ofOwed
            for (minor, cause) in [(ofOwed, Refund.Cause.owed), (whole.minor - ofOwed, .goodwill)] where minor > 0 {
                let refund = NewRefund(
                    id: RefundID(jobs.identifiers.next()), payment: payment.id, booking: id,
                    amount: Money(minor: minor, whole.currency), cause: cause, actor: actor.name, reason: sealed)
                refunds.append(refund.id)
                if cause == .goodwill { statements.append(ledger.statement(try Self.goodwill(refund))) }
                statements += try jobs.refund(refund, ledger: ledger, tenant: tx.tenant)
                statements.append(audit.statement(Self.entry(refund, actor), tenant: tx.tenant))
            }
        }
        return Effect(value: Granted(refunds: refunds, amount: amount), closing: statements)
    }

    private static func goodwill(_ refund: NewRefund) throws -> LedgerEntry {
        try .of(
            .goodwill(booking: refund.booking.uuid, refund.amount), key: refund.id.uuid.text,
            about: LedgerTopic(
                booking: refund.booking.uuid, payment: refund.payment.uuid, refund: refund.id.uuid))
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
