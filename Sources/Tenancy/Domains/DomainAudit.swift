import Foundation
import Postgres
import Vocabulary

/// A change of a tenant's domains in that tenant's trail; what an operator did stands in the platform's, too.
struct DomainAudit: Sendable {
    let identifiers: IdentifierSource

    func statements(
        _ action: String, _ claim: DomainClaim, before: DomainClaim?, after: DomainClaim?, by caller: DomainCaller
    ) -> [SQL] {
        let (old, new) = (before.map(Self.sight), after.map(Self.sight))
        let own: SQL = """
            select record_tenant_audit(
              \(claim.tenant), \(identifiers.next()), \(action), \(caller.actor), \(caller.onBehalf), 'domain',
              \(claim.id.text), \(old), \(new), \(caller.requestID))
            """
        guard caller.actor.hasPrefix("operator:") else { return [own] }
        return [
            own,
            PlatformTenantStore.audit(
                identifiers.next(), tenant: claim.tenant, action: action, actor: caller.actor, before: old, after: new,
                requestID: caller.requestID),
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
