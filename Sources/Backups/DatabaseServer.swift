package import Logging
import Postgres
import PrivateServers
package import Tenancy

/// The server that is backed up or restored into, as its administrator sees it.
package struct DatabaseServer: Sendable {
    /// Of the administrator, to the platform's own database.
    let conninfo: String
    let rolePassword: String?
    let plan: MigrationPlan
    let masterKeys: MasterKeys
    let logger: Logger

    /// Dumping or loading everything may take hours; a statement of it, too.
    static let statementHours = 12
    private static let statementMax = Duration.seconds(statementHours * 3600)
    /// Processes of PostgreSQL's own programs at once.
    static let jobs = 4
    /// A database that always exists, from which others are made and renamed.
    private static let maintenanceDatabase = "postgres"

    /// - Parameter rolePassword: of the `travelhub_*` logins, as `Bootstrap` takes it.
    package init(
        conninfo: String, rolePassword: String?, plan: MigrationPlan, masterKeys: MasterKeys, logger: Logger
    ) {
        self.conninfo = conninfo
        self.rolePassword = rolePassword
        self.plan = plan
        self.masterKeys = masterKeys
        self.logger = logger
    }

    func database() throws -> String { try ConnectionString.database(of: conninfo) }

    /// Lends one connection to `database` (the platform's own unless named) and closes it afterwards, so
    /// that nobody is connected when it is renamed or dropped.
    func connected<Result: Sendable>(
        to database: String? = nil, _ body: (PostgresConnection) async throws -> Result
    ) async throws -> Result {
        let pool = pool(database)
        do {
            let result = try await pool.lease(body)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    func maintaining<Result: Sendable>(_ body: (PostgresConnection) async throws -> Result) async throws -> Result {
        try await connected(to: Self.maintenanceDatabase, body)
    }

    func pool(_ database: String? = nil) -> PostgresPool {
        PostgresPool(
            PostgresConfiguration(
                conninfo: database.map { ConnectionString.adding(["dbname": $0], to: conninfo) } ?? conninfo,
                applicationName: "travelhub_backup"),
            limits: PoolLimits(minimum: 0, maximum: 2, exchangeDeadline: Self.statementMax), logger: logger)
    }

    /// `pg_dump` or `pg_restore`. The password travels in the environment, which only the same user may read.
    func run(_ program: String, _ arguments: [String], database: String? = nil) async throws {
        var environment = try ConnectionString.environment(of: conninfo)
        if let database { environment["PGDATABASE"] = database }
        _ = try await PostgresProgram.run(
            program, arguments, environment: environment, secondsMax: Self.statementHours * 3600)
    }
}
