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

    func adminPool() -> PostgresPool { pool(adminConninfo, name: "admin", PoolLimits(minimum: 1, maximum: 1)) }

    /// `waitSeconds`: how long a caller stands in line for a connection.
    func pool(
        _ role: Bootstrap.Role, maximum: Int, minimum: Int = minimumDefault, statementSeconds: Int? = nil,
        waitSeconds: Int? = nil
    ) -> PostgresPool {
        var limits = PoolLimits(minimum: min(minimum, maximum), maximum: maximum)
        if let waitSeconds { limits.waitDeadline = .seconds(waitSeconds) }
        return pool(conninfo(for: role), name: role.rawValue, limits, statementSeconds: statementSeconds)
    }

    /// Kept open by pools that run as services.
    static let minimumDefault = 2

    func configuration(_ role: Bootstrap.Role) -> PostgresConfiguration {
        PostgresConfiguration(conninfo: conninfo(for: role), applicationName: role.rawValue)
    }

    private func pool(
        _ conninfo: String, name: String, _ limits: PoolLimits, statementSeconds: Int? = nil
    ) -> PostgresPool {
        PostgresPool(
            PostgresConfiguration(
                conninfo: conninfo, applicationName: name, statementTimeout: statementSeconds.map { .seconds($0) }),
            limits: limits, statistics: statistics, logger: logger)
    }
}
