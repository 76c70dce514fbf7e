import HTTPTypes
package import Tenancy
package import Vocabulary

/// A form that another site's page sent a browser here with, which nothing vouches for: the browser shows it none of
/// our cookies (`SameSite`), and it has no token of ours. So a handler gets no session to act for, and can only lead
/// the browser on to an address of this host, whose cookies come along then.
package struct SentBackContext: TenantStage {
    package static let traits = ContextTraits(host: .tenant, face: .page, isSentFromElsewhere: true)

    package let arrival: Arrival
    package let profile: TenantProfile
    package let locale: LocaleTag

    /// Throws `route.unknown` where the site was named by a field and not by its host.
    package init(admitting arrival: Arrival) async throws {
        guard let entry = arrival.tenant, !arrival.isBoundBySlug else { throw Problem.routeUnknown }
        self.arrival = arrival
        profile = try await arrival.parts.tenants.profile(entry)
        locale = LocalePath.preferred(arrival.head.headerFields, profile.definition.locales)
    }

    package var principal: String { "guest" }

    package var vary: Vary { [.host, .acceptLanguage] }
}
