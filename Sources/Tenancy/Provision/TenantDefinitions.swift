import Vocabulary

/// Reads back what was applied, for plans and exports.
package struct TenantDefinitions: Sendable {
    private let platform: PlatformDatabase
    private let tenants: TenantDatabase

    package init(platform: PlatformDatabase, tenants: TenantDatabase) {
        self.platform = platform
        self.tenants = tenants
    }

    /// The definition in force with the look that is published; nil for an unknown tenant or one
    /// without a site yet.
    package func current(slug: String) async throws -> TenantDefinition? {
        guard let entry = try await entry(slug: slug) else { return nil }
        guard let site = try SiteStore.current(try await tenants.scope(entry).run(SiteStore.current)) else {
            return nil
        }
        return site.definition.replacing(branding: site.branding)
    }

    /// What applying `folder` would bring about; nil for an unknown tenant or one without a site yet.
    package func merge(_ folder: TenantDefinition) async throws -> FolderMerge? {
        guard let entry = try await entry(slug: folder.slug) else { return nil }
        let rows = try await tenants.scope(entry).run([SiteStore.current, SiteStore.folder])
        guard let site = try SiteStore.current(rows[0]), let before = try SiteStore.folder(rows[1]) else { return nil }
        return FolderMerge(
            folder, before: before.definition, present: site.definition.replacing(branding: site.branding))
    }

    /// Nil for an unknown tenant and for one whose tables are not there yet.
    package func entry(slug: String) async throws -> TenantEntry? {
        guard let row = try await platform.run(PlatformTenantStore.known(slug: slug)).first else { return nil }
        let entry = try PlatformTenantStore.known(row).entry
        return entry.version > 0 ? entry : nil
    }
}

extension TenantDefinition {
    /// The same tenant with another look, other words, other people to turn to.
    package func replacing(
        branding: BrandingDefinition? = nil, texts: PerLocale<[String: String]>? = nil,
        support: SupportContact? = nil, legal: LegalEntity? = nil, pages: [PageKind: LocalizedText]? = nil
    ) -> TenantDefinition {
        TenantDefinition(
            slug: slug, name: name, kind: kind, isolation: isolation, hosts: hosts,
            corsOrigins: corsOrigins, locales: locales, currencies: currencies, timeZone: timeZone,
            weekStart: weekStart, holdMinutes: holdMinutes,
            features: features, consent: consent, support: support ?? self.support,
            legal: legal ?? self.legal, billing: billing, branding: branding ?? self.branding,
            pages: pages ?? self.pages, texts: texts ?? self.texts)
    }
}
