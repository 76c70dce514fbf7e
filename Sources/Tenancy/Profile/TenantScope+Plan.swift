import Postgres

extension TenantScope {
    /// What the tenant pays for at present; nil without a site.
    package func plan() async throws -> BillingPlan? {
        let rows = try await run(
            """
            select d.document -> 'billing' ->> 'plan' as plan
              from site_pointers p
              join definitions d on d.tenant_id = p.tenant_id and d.version = p.definition_version
            """)
        return try rows.first.flatMap { BillingPlan(rawValue: try $0.get("plan")) }
    }
}
