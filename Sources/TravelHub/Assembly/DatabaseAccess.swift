import Logging
import Postgres
import Tenancy

/// How each role reaches the database: one server, a login for each purpose, the least right for each.
struct DatabaseAccess: Sendable {
    /// The administrator's; needed to bootstrap and never to serve.
    let adminConninfo: String
    /// Nil where the server trusts its private socket.
    let rolePassword: String?
    let statistics: StatementStatistics
    let logger: Logger

    func conninfo(for role: Bootstrap.Role) -> String {
        guard let rolePassword else { return ConnectionString.adding(["user": role.rawValue], to: adminConninfo) }
        return ConnectionString.adding(["user": role.rawValue, "password": rolePassword], to: adminConninfo)
    }

    func adminPool() -> PostgresPool { pool(adminConninfo, name: "admin", maximum: 1) }

    func pool(_ role: Bootstrap.Role, maximum: Int, statementSeconds: Int? = nil) -> PostgresPool {
        pool(conninfo(for: role), name: role.rawValue, maximum: maximum, statementSeconds: statementSeconds)
    }

    func configuration(_ role: Bootstrap.Role) -> PostgresConfiguration {
        PostgresConfiguration(conninfo: conninfo(for: role), applicationName: role.rawValue)
    }

    private func pool(_ conninfo: String, name: String, maximum: Int, statementSeconds: Int? = nil) -> PostgresPool {
        PostgresPool(
            PostgresConfiguration(
                conninfo: conninfo, applicationName: name, statementTimeout: statementSeconds.map { .seconds($0) }),
            limits: PoolLimits(minimum: min(2, maximum), maximum: maximum), statistics: statistics, logger: logger)
    }
}
