import Foundation
import Postgres
package import Vocabulary

/// All hosts of one partner: those of its folder, which the operator vouches for, and those that it claims.
package struct DomainOverview: Sendable {
    package struct Declared: Hashable, Sendable {
        package let host: HostName
        package let isPrimary: Bool
    }

    package let declared: [Declared]
    package let claims: [DomainClaim]
}

extension DomainDesk {
    package func overview(of tenant: TenantID) async throws -> DomainOverview {
        let (hosts, claims) = try await platform.transaction { transaction in
            let rows = try await transaction.run([DomainHostStore.declared(tenant), DomainStore.of(tenant)])
            return (rows[0], rows[1])
        }
        return DomainOverview(
            declared: try hosts.compactMap { row in
                let name: String = try row.get("host")
                let isPrimary: Bool = try row.get("is_primary")
                return HostName.normalise(name).map { host in
                    DomainOverview.Declared(host: host, isPrimary: isPrimary)
                }
            },
            claims: try claims.map(DomainStore.read))
    }

    /// The partner with this short name; nil for one that is not there.
    package func tenant(slug: String) async throws -> TenantID? {
        try await platform.run("select tenant_id from tenants where slug = \(slug)").first.map {
            TenantID(try $0.get("tenant_id"))
        }
    }

    /// Whether the token proves the host to be this partner's, of one that it owns: then we answer for it ourselves,
    /// so that a proof by file outlives the move of the host to us.
    package func owns(_ host: HostName, token: String, _ tenant: TenantID) async throws -> Bool {
        try await !platform.run(
            """
            select claim_id from domain_claims
             where tenant_id = \(tenant) and host = \(host.ascii) and token = \(token)
               and ownership in ('verified', 'failing')
            """
        ).isEmpty
    }
}
