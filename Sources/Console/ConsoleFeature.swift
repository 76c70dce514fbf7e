package import Identity
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
    let operations: OperationList
    let domains: DomainDesk
    let actors: ActorNames

    package init(
        desk: any TenantDeskWork, releases: BrandingReleases, list: TenantList, operations: OperationList,
        domains: DomainDesk, actors: ActorNames
    ) {
        self.desk = desk
        self.releases = releases
        self.list = list
        self.operations = operations
        self.domains = domains
        self.actors = actors
    }

    package func routes() -> RouteGroup {
        RouteGroup("platform", tenantRoutes + operationRoutes + lifeRoutes + brandingRoutes)
    }

    /// Partners' own hosts, for their people and for operators.
    package func domainRoutes() -> RouteGroup {
        RouteGroup("domains", adminDomainRoutes + platformDomainRoutes + challengeRoutes)
    }
}

/// The work itself, which the roof puts together. What needs the owner's rights is only asked for here.
package protocol TenantDeskWork: Sendable {
    func request(_ definition: TenantDefinition, actor: AuditActor) async throws
        -> TenantRequests.Verdict
    func change(_ change: LifeChange, slug: String, actor: AuditActor) async throws -> TenantState
    func definition(slug: String) async throws -> TenantDefinition?
    func scope(slug: String) async throws -> TenantScope?
}
