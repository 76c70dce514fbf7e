import Foundation
package import Postgres
package import Vocabulary

/// One line of an audit trail: who did what to which thing, and what it was before and after.
package struct AuditEntry: Sendable {
    /// `booking.confirm`, `branding.publish`, …
    package let action: String
    package let actor: AuditActor
    package let subjectKind: String
    package let subjectID: String
    /// JSON. Secrets in it are masked; personal fields are better left out.
    package let before: JSONText?
    package let after: JSONText?

    package init(
        action: String, actor: AuditActor, subjectKind: String, subjectID: String, before: JSONText? = nil,
        after: JSONText? = nil
    ) {
        self.action = action
        self.actor = actor
        self.subjectKind = subjectKind
        self.subjectID = subjectID
        self.before = before.map(AuditMask.mask)
        self.after = after.map(AuditMask.mask)
    }
}

/// Appends to a tenant's trail (`shared.audit_entries`), or to the operators' (`platform.audit_entries`), in the
/// transaction of the effect.
package struct AuditTrail: Sendable {
    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    /// The statement, for a caller that sends it together with others.
    package func statement(_ entry: AuditEntry, tenant: TenantID) -> SQL {
        """
        insert into audit_entries
          (tenant_id, entry_id, action, actor, on_behalf_of, subject_kind, subject_id, before, after, address,
           user_agent, request_id)
        values (\(tenant), \(fragment: values(entry)))
        """
    }

    package func record(_ entry: AuditEntry, in transaction: TenantTransaction) async throws {
        _ = try await transaction.run(statement(entry, tenant: transaction.tenant))
    }

    /// For the operators' trail. `tenant`: the partner that it is about.
    package func platformStatement(_ entry: AuditEntry, about tenant: TenantID?) -> SQL {
        """
        insert into platform.audit_entries
          (tenant_id, entry_id, action, actor, on_behalf_of, subject_kind, subject_id, before, after, address,
           user_agent, request_id)
        values (\(tenant), \(fragment: values(entry)))
        """
    }

    package func record(
        _ entry: AuditEntry, about tenant: TenantID? = nil, in transaction: PlatformTransaction
    ) async throws {
        _ = try await transaction.run(platformStatement(entry, about: tenant))
    }

    private func values(_ entry: AuditEntry) -> SQL {
        """
        \(identifiers.next()), \(entry.action), \(entry.actor.name), \(entry.actor.onBehalf), \(entry.subjectKind),
        \(entry.subjectID), \(entry.before), \(entry.after), \(entry.actor.address)::inet, \(entry.actor.userAgent),
        \(entry.actor.requestID)
        """
    }
}
