import HTTPTypes
package import Localization
package import Logging
package import Tenancy
package import Vocabulary

/// A request on a tenant's site: everything after it is written as if that tenant were alone.
package protocol TenantStage: RouteContext {
    var arrival: Arrival { get }
    var profile: TenantProfile { get }
    var locale: LocaleTag { get }
    /// Whose idempotency keys these are.
    var principal: String { get }
}

extension TenantStage {
    package var entry: TenantEntry { profile.entry }
    package var tenant: TenantID { profile.entry.id }
    /// The only way to the tenant's rows.
    package var scope: TenantScope { arrival.parts.tenants.database.scope(profile.entry) }
    package var translator: Translator { profile.translator(locale) }
    package var clock: WallClock { arrival.parts.clock }
    package var identifiers: IdentifierSource { arrival.parts.identifiers }
    package var requestID: String { arrival.requestID }
    package var version: APIVersion { arrival.version }
    package var logger: Logger { arrival.logger }

    /// The answer, or 304 where the caller holds the same already.
    package func confirmed(_ answer: Answer, _ tag: EntityTag) -> Answer {
        answer.tagged(tag, for: arrival.head.headerFields)
    }
}

/// An API request on a tenant's host, or bound to it by `X-Tenant` on the platform's.
package struct TenantContext: TenantStage {
    package static let traits = ContextTraits(host: .tenant, face: .api)

    package let arrival: Arrival
    package let profile: TenantProfile
    package let locale: LocaleTag

    /// Throws `auth.impersonating` where a booking's route is closed to whoever acts as an account.
    package init(admitting arrival: Arrival) async throws {
        guard let entry = arrival.tenant else { throw Problem.routeUnknown }
        try arrival.admitHolder()
        self.arrival = arrival
        self.profile = try await arrival.parts.tenants.profile(entry)
        self.locale = arrival.head.headerFields.preferredLocale(of: profile.definition.locales)
    }

    /// Guests share one: whoever holds an idempotency key of theirs is who it belongs to.
    package var principal: String { arrival.caller?.name ?? "guest" }

    package var vary: Vary {
        let vary = arrival.isBoundBySlug ? Self.varyOnOwnHost.union(.tenant) : Self.varyOnOwnHost
        return profile.definition.corsOrigins == nil ? vary : vary.union(.origin)
    }

    private static let varyOnOwnHost: Vary = [.host, .acceptLanguage, .version, .accept]
}
