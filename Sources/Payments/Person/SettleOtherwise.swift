package import Bookings
import Ledger
import Postgres
package import Tenancy
import Vocabulary
import Web

/// Somebody of the staff has settled elsewhere what could not be settled here, and says how: nobody is needed for it
/// any more. What a traveller was still owed of a refund that failed counts as brought to them then, and is never given
/// back again; else what stands in the books stays as it is.
package struct SettleOtherwise: Sendable {
    let parts: PaymentParts

    /// Throws `PaymentError.notFound`, `.nobodyNeeded`, or `PostgresError`.
    package func payment(
        _ id: PaymentID, _ reason: ChangeReason, _ actor: AuditActor, in scope: TenantScope
    ) async throws {
        try await scope.transaction { tx in
            guard let row = try await tx.run(PaymentStore.lock(id)).first else { throw PaymentError.notFound }
            guard let question = try Payment(row).personFor else { throw PaymentError.nobodyNeeded }
            let told = Told(kind: "payment", id: id.uuid.text, question: question, reason: reason)
            _ = try await tx.commit(
                after: [PersonStore.dismiss(id), parts.audit.statement(told.entry(actor), tenant: tx.tenant)])
        }
    }

    /// Throws as `payment`, and what sealing the reason throws.
    package func refund(
        _ id: RefundID, _ reason: ChangeReason, _ actor: AuditActor, in scope: TenantScope
    ) async throws {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        guard let known = try await scope.run(RefundStore.find(id)).first.map({ try Refund($0) }) else {
            throw PaymentError.notFound
        }
        try await scope.transaction { tx in
            let rows = try await tx.run(
                [PayBooking.lock(known.booking), PaymentStore.lock(known.payment), RefundStore.lock(id)]
                    + OwedBack.statements(known.booking, known.amount.currency, parts.ledger)
                    + [OwedBack.Grace.statement(known, parts.ledger)])
            let (payment, refund) = (try Payment(try rows[1].only()), try Refund(try rows[2].only()))
            guard let question = refund.personFor else { throw PaymentError.nobodyNeeded }
            let told = Told(kind: "refund", id: id.uuid.text, question: question, reason: reason)
            var closing = [PersonStore.dismiss(id), parts.audit.statement(told.entry(actor), tenant: tx.tenant)]
            let owed = try OwedBack(rows[3...], refund.booking, refund.amount.currency).owed
            if let amount = Self.brought(refund, payment, owed: owed, try OwedBack.Grace(rows[5], refund)) {
                let new = NewRefund(
                    id: RefundID(parts.identifiers.next()), payment: payment.id, booking: refund.booking,
                    amount: amount, cause: .owed, actor: actor.name, reason: try reason.sealed(with: key))
                closing += try brought(new, tenant: tx.tenant)
            }
            _ = try await tx.commit(after: closing)
        }
    }

    /// Nil where nothing of it is owed any more; what was promised by grace is promised anew or not. What a bank has of
    /// the payment is no bound: it was not brought from there.
    private static func brought(
        _ refund: Refund, _ payment: Payment, owed: Int, _ grace: OwedBack.Grace
    ) -> Money? {
        guard refund.state == .failed else { return nil }
        let minor = min(
            refund.amount.minor - grace.takenBack, owed, payment.captured.minor - payment.refunded.minor)
        return minor > 0 ? Money(minor: minor, refund.amount.currency) : nil
    }

    private func brought(_ new: NewRefund, tenant: TenantID) throws -> [SQL] {
        let entry = try LedgerEntry.of(
            .refundBrought(booking: new.booking.uuid, new.amount), key: new.id.uuid.text,
            about: LedgerTopic(booking: new.booking.uuid, payment: new.payment.uuid, refund: new.id.uuid))
        return [
            PaymentStore.refund(new.payment, new.amount), PayBooking.refunded(new.booking, new.amount),
            RefundStore.brought(new, tenant: tenant), parts.ledger.statement(entry),
        ]
    }

    private struct Told {
        let kind: String
        let id: String
        let question: String
        let reason: ChangeReason

        func entry(_ actor: AuditActor) -> AuditEntry {
            AuditEntry(
                action: "\(kind).settle_otherwise", actor: actor, subjectKind: kind, subjectID: id,
                before: Self.json("person_for", question), after: Self.json("reason", reason.text))
        }

        private static func json(_ name: String, _ text: String) -> JSONText {
            var json = JSONWriter()
            json.object { $0.member(name, text) }
            return JSONText(String(decoding: json.bytes, as: UTF8.self))
        }
    }
}

/// SQL on what a person is needed for.
private enum PersonStore {
    static func dismiss(_ id: PaymentID) -> SQL {
        """
        update payments set person_for = null, person_since = null, changed_at = clock_timestamp(),
               -- What the processor kept of it is not waited for any more.
               look_at = case when state = 'captured' then null else look_at end
         where payment_id = \(id.uuid)
        """
    }

    static func dismiss(_ id: RefundID) -> SQL {
        """
        update refunds set person_for = null, person_since = null, changed_at = clock_timestamp()
         where refund_id = \(id.uuid)
        """
    }
}
