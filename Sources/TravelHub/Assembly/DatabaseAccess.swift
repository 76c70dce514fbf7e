import Foundation
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
        let name = role.rawValue
        guard adminConninfo.contains("://") else {
            let password = rolePassword.map { " password='\(Self.escaped($0))'" } ?? ""
            // libpq takes the last of two equal keywords.
            return "\(adminConninfo) user='\(name)'\(password)"
        }
        var items = ["user=\(name)"]
        if let rolePassword {
            items.append("password=\(rolePassword.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")")
        }
        return adminConninfo + (adminConninfo.contains("?") ? "&" : "?") + items.joined(separator: "&")
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

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : "\($1)" }
    }
}
