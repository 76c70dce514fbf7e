package import Foundation
package import Vocabulary

/// Everything that a partner's folder says: the state that `apply` brings about and `export` writes back.
///
/// A value made by `TenantFolder.read` has passed every check. The database keeps it as `canonicalJSON`.
package struct TenantDefinition: Hashable, Sendable, Codable {
    package let slug: String
    package let name: LocalizedText
    package let kind: TenantKind
    package let isolation: TenantIsolation
    /// The first is the primary one, the others lead to it.
    package let hosts: [HostName]
    /// Other sites whose scripts may ask the API; nil is none.
    package let corsOrigins: [WebOrigin]?
    /// The first is the default.
    package let locales: [LocaleTag]
    package let currencies: TenantCurrencies
    /// IANA name.
    package let timeZone: String
    /// Nil leaves it to the visitor's locale.
    package let weekStart: Weekday?
    package let holdMinutes: Int
    package let features: [TenantFeature]
    /// Beside the necessary ones, which need no consent.
    package let consent: [ConsentCategory]
    package let support: SupportContact
    package let legal: LegalEntity
    package let billing: BillingDefinition
    package let branding: BrandingDefinition
    package let pages: [PageKind: LocalizedText]
    /// Text overrides: key to pattern.
    package let texts: PerLocale<[String: String]>

    package init(
        slug: String, name: LocalizedText, kind: TenantKind, isolation: TenantIsolation, hosts: [HostName],
        corsOrigins: [WebOrigin]?,
        locales: [LocaleTag], currencies: TenantCurrencies, timeZone: String, weekStart: Weekday?, holdMinutes: Int,
        features: [TenantFeature], consent: [ConsentCategory], support: SupportContact, legal: LegalEntity,
        billing: BillingDefinition, branding: BrandingDefinition, pages: [PageKind: LocalizedText],
        texts: PerLocale<[String: String]>
    ) {
        self.slug = slug
        self.name = name
        self.kind = kind
        self.isolation = isolation
        self.hosts = hosts
        self.corsOrigins = corsOrigins
        self.locales = locales
        self.currencies = currencies
        self.timeZone = timeZone
        self.weekStart = weekStart
        self.holdMinutes = holdMinutes
        self.features = features
        self.consent = consent
        self.support = support
        self.legal = legal
        self.billing = billing
        self.branding = branding
        self.pages = pages
        self.texts = texts
    }

    /// The same value always gives the same bytes: sorted keys, no white space.
    package func canonicalJSON() throws -> Data { try CanonicalJSON.encode(self) }

    private enum CodingKeys: String, CodingKey {
        case slug, name, kind, isolation, hosts, locales, currencies, features, consent, support, legal, billing
        case branding, pages, texts
        case corsOrigins = "cors_origins"
        case timeZone = "time_zone"
        case weekStart = "week_start"
        case holdMinutes = "hold_minutes"
    }
}

/// JSON whose bytes depend on the value alone, so that two of them compare and hash.
package enum CanonicalJSON {
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
