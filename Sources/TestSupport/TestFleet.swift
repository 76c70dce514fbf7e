package import Foundation
package import Logging
package import Postgres
package import PrivateServers
package import Tenancy
package import Vocabulary

/// A migrated database of a test's own, with the logins and tenants a process would have.
///
/// Copied from a template that is migrated once per test process. Two tenants always: tests ask for
/// `pooledPair` or `schemaPair`, and whatever they do to the one they look for in the other.
package final class TestFleet: Sendable {
    package let adminConninfo: String
    package let admin: PostgresPool
    package let owner: PostgresPool
    package let app: PostgresPool
    package let worker: PostgresPool
    package let platformPool: PostgresPool
    /// For changes that take turns.
    package let turns: PostgresPool
    package let masterKeys: MasterKeys
    package let platform: PlatformDatabase
    package let tenants: TenantDatabase
    package let dataKeys: DataKeys
    package let schemas: SchemaPreparation
    package let plan: MigrationPlan
    package let identifiers: IdentifierSource
    private let slot: FleetSlot?
    /// Nil on a server of the test's own.
    private let database: TestDatabase?

    /// Tests share two cores with each other; how long a visitor waits is not their business.
    private static let patience = Duration.seconds(60)
    /// The keys of every test: nothing outside a test process is sealed with them.
    package static let masterKeyText = "1:" + String(repeating: "5a", count: 32)
    package static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// `appConnections`: the application's pool, for tests that want contention or a single connection.
    package static func make(appConnections: Int = 8) async throws -> TestFleet {
        let template = try await TemplateDatabase.shared.name()
        let slot = await FleetSlot.take()
        let database = try await TestPostgres.shared.freshDatabase(template: template)
        let fleet = try TestFleet(
            adminConninfo: database.conninfo, appConnections: appConnections, slot: slot, database: database)
        // A copy has the template's tables, but not its owner and rights as a database.
        try await Bootstrap(pool: fleet.admin, password: nil).run()
        return fleet
    }

    /// On a server of the test's own, which it may kill.
    package static func make(on server: PrivatePostgres) async throws -> TestFleet {
        try await Database.create("travelhub", conninfo: server.conninfo)
        let fleet = try TestFleet(
            adminConninfo: server.conninfo(user: PrivatePostgres.superuser, database: "travelhub"), appConnections: 8)
        try await fleet.build()
        return fleet
    }

    fileprivate func build() async throws {
        try await Bootstrap(pool: admin, password: nil).run()
        _ = try await FleetMigration(pool: owner, plan: plan, logger: Self.logger).run()
        try await TokenKeyStore(pool: owner).synchronise(masterKeys)
    }

    init(adminConninfo: String, appConnections: Int, slot: FleetSlot? = nil, database: TestDatabase? = nil) throws {
        self.slot = slot
        self.database = database
        func pool(_ role: String?, _ maximum: Int) -> PostgresPool {
            let conninfo = role.map { Self.conninfo(adminConninfo, user: $0) } ?? adminConninfo
            return PostgresPool(
                PostgresConfiguration(conninfo: conninfo),
                limits: PoolLimits(minimum: 0, maximum: maximum, waitDeadline: Self.patience), logger: Self.logger)
        }
        self.adminConninfo = adminConninfo
        admin = pool(nil, 2)
        owner = pool("travelhub_owner", 10)
        app = pool("travelhub_app", appConnections)
        worker = pool("travelhub_worker", 3)
        platformPool = pool("travelhub_platform", 2)
        turns = pool("travelhub_platform", 10)
        masterKeys = try MasterKeys(Self.masterKeyText)
        platform = PlatformDatabase(pool: platformPool)
        tenants = TenantDatabase(pool: app, signer: TenantTokenSigner(keys: masterKeys, clock: .system))
        dataKeys = DataKeys(database: platform, masterKeys: masterKeys)
        plan = try MigrationPlan.read(directory: Self.root.appendingPathComponent("migrations"))
        schemas = SchemaPreparation(pool: owner, plan: plan, logger: Self.logger)
        identifiers = .version7(clock: .system)
    }

    /// Takes the database away too: a run has room for those in use, not for all that ever were.
    package func close() async {
        for pool in [admin, owner, app, worker, platformPool, turns] { await pool.close() }
        do { try await database?.drop() } catch { TestDirectory.logger.warning("database not dropped: \(error)") }
    }

    /// A tenant with its tables and its data key, without a site or a catalogue.
    package func tenant(_ slug: String, _ isolation: IsolationMode) async throws -> TenantEntry {
        let id = TenantID(identifiers.next())
        let number: Int32 = try await admin.single(
            """
            insert into platform.tenants (tenant_id, slug, kind, isolation, state)
            values (\(id), \(slug), 'test', \(isolation.text), 'active') returning number
            """
        ).only().get("number")
        let entry = TenantEntry(
            id: id, number: number, generation: 1, version: Int32(plan.latest(.tenant)), isolation: isolation,
            state: .active, isTest: true)
        try await schemas.prepare(entry.schema)
        _ = try await admin.single("update platform.tenants set schema_name = \(entry.schema) where tenant_id = \(id)")
        try await platform.transaction { try await dataKeys.create(for: id, in: $0) }
        return entry
    }

    package func pair(_ isolation: IsolationMode) async throws -> (TenantEntry, TenantEntry) {
        (try await tenant("one", isolation), try await tenant("two", isolation))
    }

    /// `conninfo` with another login; the test cluster trusts its private socket.
    package static func conninfo(_ conninfo: String, user: String) -> String {
        guard conninfo.contains("://") else { return "\(conninfo) user='\(user)'" }
        return conninfo + (conninfo.contains("?") ? "&" : "?") + "user=\(user)"
    }
}

/// The database that fresh ones are copied from: bootstrapped and migrated once.
private actor TemplateDatabase {
    static let shared = TemplateDatabase()

    private var making: Task<String, any Error>?

    func name() async throws -> String {
        if let making { return try await making.value }
        let making = Task { try await Self.make() }
        self.making = making
        return try await making.value
    }

    private static func make() async throws -> String {
        let fleet = try TestFleet(
            adminConninfo: try await TestPostgres.shared.freshDatabase().conninfo, appConnections: 1)
        try await fleet.build()
        let name: String = try await fleet.admin.single("select current_database()::text as name").only().get("name")
        await fleet.close()
        return name
    }
}
