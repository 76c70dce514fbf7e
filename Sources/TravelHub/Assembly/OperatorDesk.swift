import Console
import Foundation
import Localization
import Tenancy
import Vocabulary

/// What a serving process does to partners for an operator: it judges and records, and leaves the work to a
/// worker. It has no login that may make a schema.
struct OperatorDesk: TenantDeskWork {
    private let requests: TenantRequests
    private let life: TenantLife
    private let definitions: TenantDefinitions
    private let tenants: TenantDatabase
    private let catalogues: Catalogues

    init(
        platform: PlatformDatabase, tenants: TenantDatabase, dataKeys: DataKeys, catalogues: Catalogues,
        identifiers: IdentifierSource
    ) {
        requests = TenantRequests(platform: platform, dataKeys: dataKeys, identifiers: identifiers)
        life = TenantLife(platform: platform, identifiers: identifiers)
        definitions = TenantDefinitions(platform: platform, tenants: tenants)
        self.tenants = tenants
        self.catalogues = catalogues
    }

    /// Throws `TenantError` with every fault that can be known before the work.
    func request(
        _ definition: TenantDefinition, actor: AuditActor
    ) async throws -> TenantRequests.Verdict {
        try definition.refuseUnfittingTexts(catalogues)
        return try await requests.begin(
            TenantProvisioning.Request(definition: definition, actor: actor))
    }

    func change(_ change: LifeChange, slug: String, actor: AuditActor) async throws -> TenantState {
        try await life.perform(change, slug: slug, actor: actor)
    }

    func scope(slug: String) async throws -> TenantScope? {
        try await definitions.entry(slug: slug).map(tenants.scope)
    }

    func definition(slug: String) async throws -> TenantDefinition? { try await definitions.current(slug: slug) }
}

extension TenantDefinition {
    /// A folder that came over the wire was read without the catalogues; a site whose texts do not
    /// compile could not be shown at all.
    ///
    /// Throws `TenantError.texts`.
    func refuseUnfittingTexts(_ catalogues: Catalogues) throws {
        var found: [LocaleTag: [String: String]] = [:]
        for locale in texts.locales { found[locale] = texts[exact: locale] }
        do {
            _ = try TextOverrides(catalogues: catalogues, texts: found)
        } catch {
            throw TenantError.texts(error.faults.map(\.description))
        }
    }
}
