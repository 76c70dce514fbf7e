import Console
import Foundation
import Inventory
import Localization
import Postgres
import Tenancy
import Vocabulary

/// What the command line and the operators' API do to partners.
struct TenantDesk: TenantDeskWork {
    private let life: TenantLife
    private let tenants: TenantDatabase
    private let provisioning: TenantProvisioning
    private let definitions: TenantDefinitions
    private let catalogues: Catalogues
    private let pools: [PostgresPool]

    /// Partners that one process changes at once; the next waits for its turn.
    static let changesMax = 2

    init(base: Base) throws {
        let owner = base.access.pool(.owner, maximum: 2)
        let app = base.access.pool(.app, maximum: 4)
        let platformPool = base.access.pool(.platform, maximum: 2)
        let turns = base.access.pool(.platform, maximum: Self.changesMax, minimum: 0)
        let platform = PlatformDatabase(pool: platformPool)
        let tenants = TenantDatabase(pool: app, signer: TenantTokenSigner(keys: base.masterKeys, clock: base.clock))
        life = TenantLife(platform: platform, identifiers: base.identifiers)
        definitions = TenantDefinitions(platform: platform, tenants: tenants)
        self.tenants = tenants
        catalogues = try base.catalogues()
        let seed = CatalogueSeed(data: try SeedData(directory: base.settings.directory("seed")))
        let clock = base.clock
        provisioning = TenantProvisioning(
            platform: platform, tenants: tenants, dataKeys: DataKeys(database: platform, masterKeys: base.masterKeys),
            schemas: SchemaPreparation(pool: owner, plan: try base.migrationPlan(), logger: base.logger),
            turn: ChangeTurn(pool: turns), identifiers: base.identifiers,
            seeder: { scope, definition in
                let today = CalendarDate(daysSinceEpoch: Int(clock.now().timeIntervalSince1970 / 86_400))
                _ = try await seed.run(
                    name: definition.slug, currency: definition.currencies.charge[0], today: today, in: scope)
            })
        pools = [owner, app, platformPool, turns]
    }

    func apply(
        _ definition: TenantDefinition, actor: String, requestID: String? = nil
    ) async throws -> TenantProvisioning.Outcome {
        try refuseUnfittingTexts(of: definition)
        return try await provisioning.apply(
            TenantProvisioning.Request(definition: definition, actor: actor, requestID: requestID))
    }

    /// A folder that came over the wire was read without the catalogues; a site whose texts do not
    /// compile could not be shown at all.
    private func refuseUnfittingTexts(of definition: TenantDefinition) throws {
        var texts: [LocaleTag: [String: String]] = [:]
        for locale in definition.texts.locales { texts[locale] = definition.texts[exact: locale] }
        do {
            _ = try TextOverrides(catalogues: catalogues, texts: texts)
        } catch {
            throw TenantError.texts(error.faults.map(\.description))
        }
    }

    func change(_ change: LifeChange, slug: String, actor: String, requestID: String?) async throws -> TenantState {
        try await life.perform(change, slug: slug, actor: actor, requestID: requestID)
    }

    func scope(slug: String) async throws -> TenantScope? {
        try await definitions.entry(slug: slug).map(tenants.scope)
    }

    /// The applied state with the look that is published; nil for an unknown partner.
    func definition(slug: String) async throws -> TenantDefinition? { try await definitions.current(slug: slug) }

    func close() async {
        for pool in pools { await pool.close() }
    }
}
