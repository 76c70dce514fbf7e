import Foundation
import Postgres
import Vocabulary

/// A change of a tenant's domains in that tenant's trail; what an operator did stands in the platform's, too.
struct DomainAudit: Sendable {
    let identifiers: IdentifierSource

    func statements(
        _ action: String, _ claim: DomainClaim, before: DomainClaim?, after: DomainClaim?, by caller: AuditActor
    ) -> [SQL] {
        let (old, new) = (before.map(Self.sight), after.map(Self.sight))
        let own: SQL = """
            select record_tenant_audit(
              \(claim.tenant), \(identifiers.next()), \(action), \(caller.name), \(caller.onBehalf), 'domain',
              \(claim.id.text), \(old), \(new), \(caller.address)::inet, \(caller.userAgent), \(caller.requestID))
            """
        guard caller.name.hasPrefix("operator:") else { return [own] }
        return [
            own,
            AuditTrail(identifiers: identifiers).platformStatement(
                AuditEntry(
                    action: action, actor: caller, subjectKind: "domain", subjectID: claim.id.text, before: old,
                    after: new), about: claim.tenant),
        ]
    }

    /// Host names are normalised and the states are ours: nothing in them needs escaping.
    private static func sight(_ claim: DomainClaim) -> JSONText {
        JSONText(
            """
            {"host":"\(claim.host.ascii)","ownership":"\(claim.ownership.text)","is_primary":\(claim.isPrimary)}
            """)
    }
}
