import Breakers
import Foundation
import Inventory
import Localization
import Logging
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// What the command line and the worker do to partners, with the owner's login for what makes schemas.
struct TenantDesk: Sendable {
    private let life: TenantLife
    private let tenants: TenantDatabase
    private let provisioning: TenantProvisioning
    private let definitions: TenantDefinitions
    private let catalogues: Catalogues
    private let dataKeys: DataKeys
    private let caller: StripeCaller
    let clock: WallClock
    private let pools: [PostgresPool]

    /// `cache`: what running processes keep, told of what changes; nil for what changes nothing of it.
    init(base: Base, cache: CacheStore? = nil) throws {
        let owner = base.access.pool(.owner, maximum: 2)
        let app = base.access.pool(.app, maximum: 4)
        let platformPool = base.access.pool(.platform, maximum: 2)
        let platform = PlatformDatabase(pool: platformPool)
        let tenants = TenantDatabase(pool: app, signer: TenantTokenSigner(keys: base.masterKeys, clock: base.clock))
        life = TenantLife(platform: platform, identifiers: base.identifiers)
        definitions = TenantDefinitions(platform: platform, tenants: tenants)
        self.tenants = tenants
        catalogues = try base.files.catalogues()
        let seed = CatalogueSeed(data: try base.files.seed())
        let clock = base.clock
        self.clock = clock
        let dataKeys = DataKeys(database: platform, masterKeys: base.masterKeys)
        self.dataKeys = dataKeys
        caller = StripeCaller(
            sandbox: LocalStripe.running(base.settings), breaker: { Breaker(name: $0, redis: nil) })
        provisioning = TenantProvisioning(
            platform: platform, tenants: tenants, dataKeys: dataKeys,
            schemas: SchemaPreparation(pool: owner, plan: try base.files.migrationPlan(), logger: base.logger),
            identifiers: base.identifiers, holder: Launch.processName,
            seeder: { scope, definition in
                let today = CalendarDate(daysSinceEpoch: Int(clock.now().timeIntervalSince1970 / 86_400))
                _ = try await seed.run(
                    name: definition.slug, currency: definition.currencies.charge[0], today: today, in: scope)
                await cache?.cache(scope).invalidate(.catalogue)
            })
        pools = [owner, app, platformPool]
    }

    /// A partner's books beside the processor's.
    var compare: CompareBooks { CompareBooks(caller: caller, dataKeys: dataKeys, clock: clock) }

    /// Does it here and now, step by step; a process that dies between two leaves the rest to a worker.
    func apply(_ definition: TenantDefinition, actor: AuditActor) async throws -> TenantProvisioning.Outcome {
        try definition.refuseUnfittingTexts(catalogues)
        return try await provisioning.apply(TenantProvisioning.Request(definition: definition, actor: actor))
    }

    /// What a worker does with operations that were asked for elsewhere.
    func runner(logger: Logger) -> OperationRunner {
        OperationRunner(provisioning, logger: logger, whenDone: close)
    }

    func change(_ change: LifeChange, slug: String, actor: AuditActor) async throws -> TenantState {
        try await life.perform(change, slug: slug, actor: actor)
    }

    func scope(slug: String) async throws -> TenantScope? {
        try await definitions.entry(slug: slug).map(tenants.scope)
    }

    /// The applied state with the look that is published; nil for an unknown partner.
    func definition(slug: String) async throws -> TenantDefinition? { try await definitions.current(slug: slug) }

    /// What an apply would bring about; nil for an unknown partner.
    func merge(_ folder: TenantDefinition) async throws -> FolderMerge? { try await definitions.merge(folder) }

    func close() async {
        for pool in pools { await pool.close() }
    }
}
