package import Tenancy
package import Web

/// What operators do to partners over HTTP: provision, change their state, look at their looks.
///
/// Until accounts exist an operator's token opens it. Everything it changes is audited under that
/// operator's name.
package struct ConsoleFeature: Sendable {
    let desk: any TenantDeskWork
    let releases: BrandingReleases
    let list: TenantList

    package init(desk: any TenantDeskWork, releases: BrandingReleases, list: TenantList) {
        self.desk = desk
        self.releases = releases
        self.list = list
    }

    package func routes() -> RouteGroup { RouteGroup("platform", tenantRoutes + lifeRoutes + brandingRoutes) }
}

/// The work itself, which the roof puts together: it needs the owner's rights for a new schema.
package protocol TenantDeskWork: Sendable {
    func apply(_ definition: TenantDefinition, actor: String, requestID: String?) async throws
        -> TenantProvisioning.Outcome
    func change(_ change: LifeChange, slug: String, actor: String, requestID: String?) async throws -> TenantState
    func definition(slug: String) async throws -> TenantDefinition?
    func scope(slug: String) async throws -> TenantScope?
}
