package import Tenancy
import Vocabulary
package import Web

/// A request for what is the same for every visitor of a site: brand files, what crawlers read.
package struct SiteContext: RouteContext {
    package static let traits = ContextTraits(host: .tenant, face: .page)

    package let arrival: Arrival
    package let profile: TenantProfile

    /// Throws `route.unknown` where the tenant was not named by its host.
    package init(admitting arrival: Arrival) async throws {
        guard let entry = arrival.tenant, !arrival.isBoundBySlug else { throw Problem.routeUnknown }
        self.arrival = arrival
        if let known = arrival.parts.tenants.known(entry) {
            profile = known
        } else {
            profile = try await arrival.parts.tenants.load(entry)
        }
    }

    package var vary: Vary { .host }
}
