import Foundation
import Postgres
import Vocabulary

/// SQL on claims. Always a tenant's own: whatever identifier is shown, the tenant stands beside it.
enum DomainStore {
    static let columns: SQL = """
        c.tenant_id, c.claim_id, c.host, c.token, c.ownership, c.method, c.verified_at, c.failing_since, c.lost_at,
        c.routing, c.certificate, c.findings, c.checked_at, c.next_check_at, c.checks_in_vain, c.created_at,
        coalesce(h.is_primary, false) as is_primary
        """
    private static let source: SQL = """
        domain_claims c left join tenant_hosts h
          on h.host = c.host and h.tenant_id = c.tenant_id and c.ownership in ('verified', 'failing')
        """

    static func of(_ tenant: TenantID) -> SQL {
        "select \(fragment: columns) from \(fragment: source) where c.tenant_id = \(tenant) order by c.host"
    }

    static func one(_ id: UUID, of tenant: TenantID) -> SQL {
        """
        select \(fragment: columns) from \(fragment: source) where c.tenant_id = \(tenant) and c.claim_id = \(id)
        """
    }

    /// Held until the transaction ends: whatever changes a tenant's hosts begins with it, so that nobody waits
    /// for somebody who waits for them.
    static func lock(_ tenant: TenantID) -> SQL {
        "select tenant_id from tenants where tenant_id = \(tenant) for update"
    }

    static func insert(_ claim: DomainClaim) -> SQL {
        """
        insert into domain_claims (tenant_id, claim_id, host, token, next_check_at, created_at, changed_at)
        values (\(claim.tenant), \(claim.id), \(claim.host.ascii), \(claim.token), \(claim.nextCheckAt),
                \(claim.createdAt), \(claim.createdAt))
        """
    }

    static func update(_ claim: DomainClaim, at now: Date) throws -> SQL {
        let findings = JSONText(String(decoding: try JSONEncoder().encode(claim.findings), as: UTF8.self))
        let since: Date? = if case .failing(let since) = claim.ownership { since } else { nil }
        let lostAt: Date? = if case .lost(let at) = claim.ownership { at } else { nil }
        return """
            update domain_claims
               set ownership = \(claim.ownership.text), method = \(claim.method?.rawValue),
                   verified_at = \(claim.verifiedAt), failing_since = \(since), lost_at = \(lostAt),
                   routing = \(claim.routing.rawValue), certificate = \(claim.certificate.rawValue),
                   findings = \(findings), checked_at = \(claim.checkedAt), next_check_at = \(claim.nextCheckAt),
                   checks_in_vain = \(Int32(claim.checksInVain)), changed_at = \(now)
             where tenant_id = \(claim.tenant) and claim_id = \(claim.id)
            """
    }

    static func delete(_ id: UUID, of tenant: TenantID) -> SQL {
        "delete from domain_claims where tenant_id = \(tenant) and claim_id = \(id)"
    }

    /// Nothing is returned where somebody asked a moment ago.
    static func noteAsked(_ id: UUID, of tenant: TenantID, at now: Date) -> SQL {
        """
        update domain_claims set asked_at = \(now)
         where tenant_id = \(tenant) and claim_id = \(id)
           and (asked_at is null or asked_at <= \(now.addingTimeInterval(-DomainTerms.askedAgainSeconds))
                or asked_at > \(now))
        returning claim_id
        """
    }

    /// Whose next check is due, the longest waiting first.
    static func due(at now: Date, limit: Int) -> SQL {
        """
        select tenant_id, claim_id, next_check_at from domain_claims where next_check_at <= \(now)
         order by next_check_at limit \(limit)
        """
    }

    /// Moves a check that was handed to the queue out of the way; should it be lost there, it is due again then.
    static func postpone(_ id: UUID, of tenant: TenantID, from due: Date, until: Date) -> SQL {
        """
        update domain_claims set next_check_at = \(until)
         where tenant_id = \(tenant) and claim_id = \(id) and next_check_at = \(due)
        """
    }

    static func read(_ row: Row) throws -> DomainClaim {
        let host: String = try row.get("host")
        let findings: JSONText = try row.get("findings")
        guard let name = HostName.normalise(host),
            let routing = DomainClaim.Routing(rawValue: try row.get("routing")),
            let certificate = DomainClaim.Certificate(rawValue: try row.get("certificate"))
        else { throw DomainStoreFault.unknownWord }
        return DomainClaim(
            id: try row.get("claim_id"), tenant: TenantID(try row.get("tenant_id")), host: name,
            token: try row.get("token"), ownership: try ownership(row),
            method: try row.get("method", as: String?.self).flatMap(DomainMethod.init),
            verifiedAt: try row.get("verified_at"), routing: routing, certificate: certificate,
            findings: try JSONDecoder().decode([DomainFinding].self, from: Data(findings.text.utf8)),
            checkedAt: try row.get("checked_at"), nextCheckAt: try row.get("next_check_at"),
            checksInVain: try row.get("checks_in_vain"), createdAt: try row.get("created_at"),
            isPrimary: try row.get("is_primary"))
    }

    private static func ownership(_ row: Row) throws -> DomainOwnership {
        switch try row.get("ownership", as: String.self) {
        case "pending": .pending
        case "verified": .verified
        case "failing": .failing(since: try row.get("failing_since"))
        case "lost": .lost(at: try row.get("lost_at"))
        default: throw DomainStoreFault.unknownWord
        }
    }

    enum DomainStoreFault: Error { case unknownWord }
}
