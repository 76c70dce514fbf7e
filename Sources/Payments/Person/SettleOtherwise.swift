package import Bookings
import Postgres
package import Tenancy
import Vocabulary
import Web

/// Somebody of the staff has settled elsewhere what could not be settled here, and says how: nobody is needed for it
/// any more. What stands in the books stays as it is.
package struct SettleOtherwise: Sendable {
    let audit: AuditTrail

    /// Throws `PaymentError.notFound`, `.nobodyNeeded`, or `PostgresError`.
    package func payment(
        _ id: PaymentID, _ reason: ChangeReason, _ actor: AuditActor, in scope: TenantScope
    ) async throws {
        try await dismiss(
            PersonStore.dismiss(id), AuditSubject(kind: "payment", id: id.uuid.text), reason, actor, in: scope)
    }

    /// Throws as `payment`.
    package func refund(
        _ id: RefundID, _ reason: ChangeReason, _ actor: AuditActor, in scope: TenantScope
    ) async throws {
        try await dismiss(
            PersonStore.dismiss(id), AuditSubject(kind: "refund", id: id.uuid.text), reason, actor, in: scope)
    }

    private struct AuditSubject {
        let kind: String
        let id: String
    }

    private func dismiss(
        _ statement: SQL, _ subject: AuditSubject, _ reason: ChangeReason, _ actor: AuditActor, in scope: TenantScope
    ) async throws {
        let (kind, id) = (subject.kind, subject.id)
        try await scope.transaction { tx in
            guard let row = try await tx.run(statement).first else { throw PaymentError.notFound }
            guard let question = try row.get("person_for", as: String?.self) else { throw PaymentError.nobodyNeeded }
            let entry = AuditEntry(
                action: "\(kind).settle_otherwise", actor: actor, subjectKind: kind, subjectID: id,
                before: Self.told("person_for", question), after: Self.told("reason", reason.text))
            _ = try await tx.commit(after: [audit.statement(entry, tenant: tx.tenant)])
        }
    }

    private static func told(_ name: String, _ text: String) -> JSONText {
        var json = JSONWriter()
        json.object { $0.member(name, text) }
        return JSONText(String(decoding: json.bytes, as: UTF8.self))
    }
}

/// SQL on what a person is needed for.
private enum PersonStore {
    /// What it was, if there is such a payment at all.
    static func dismiss(_ id: PaymentID) -> SQL {
        """
        with was as (
          select payment_id, person_for from payments where payment_id = \(id.uuid) for no key update),
        gone as (
          update payments p set person_for = null, person_since = null, changed_at = clock_timestamp()
            from was where p.payment_id = was.payment_id and was.person_for is not null)
        select person_for from was
        """
    }

    static func dismiss(_ id: RefundID) -> SQL {
        """
        with was as (
          select refund_id, person_for from refunds where refund_id = \(id.uuid) for no key update),
        gone as (
          update refunds r set person_for = null, person_since = null, changed_at = clock_timestamp()
            from was where r.refund_id = was.refund_id and was.person_for is not null)
        select person_for from was
        """
    }
}
