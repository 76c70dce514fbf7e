package import Foundation
package import Postgres
package import Vocabulary

/// One line of a tenant's audit trail: who did what to which thing, and what it was before and after.
package struct AuditEntry: Sendable {
    /// `booking.confirm`, `branding.publish`, …
    package let action: String
    /// `operator:<name>`, `guest`, `system`, later `member:<id>`.
    package let actor: String
    package let subjectKind: String
    package let subjectID: String
    /// JSON with secrets and personal fields left out.
    package let before: JSONText?
    package let after: JSONText?
    package let requestID: String?

    package init(
        action: String, actor: String, subjectKind: String, subjectID: String, before: JSONText? = nil,
        after: JSONText? = nil, requestID: String?
    ) {
        self.action = action
        self.actor = actor
        self.subjectKind = subjectKind
        self.subjectID = subjectID
        self.before = before
        self.after = after
        self.requestID = requestID
    }
}

/// Appends to `shared.audit_entries`, in the transaction of the effect.
package struct AuditTrail: Sendable {
    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// The statement, for a caller that sends it together with others.
    package func statement(_ entry: AuditEntry, tenant: TenantID) -> SQL {
        """
        insert into audit_entries
          (tenant_id, entry_id, action, actor, subject_kind, subject_id, before, after, request_id)
        values (\(tenant), \(identifiers.next()), \(entry.action), \(entry.actor), \(entry.subjectKind),
                \(entry.subjectID), \(entry.before), \(entry.after), \(entry.requestID))
        """
    }

    package func record(_ entry: AuditEntry, in transaction: TenantTransaction) async throws {
        _ = try await transaction.run(statement(entry, tenant: transaction.tenant))
    }
}
