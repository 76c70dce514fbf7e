import Postgres

extension TenantScope {
    /// What the site is at present, read anew: whoever changes it begins with what is there, and not with what a
    /// process still knows.
    ///
    /// Throws `TenantProfiles.Fault` for a tenant without a site, `PostgresError`.
    package func definition() async throws -> TenantDefinition {
        guard let current = try SiteStore.current(try await run(SiteStore.current)) else {
            throw TenantProfiles.Fault.noSite(tenant)
        }
        return current.definition
    }
}
