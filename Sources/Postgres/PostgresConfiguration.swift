/// Where the database is and how a session of ours starts.
///
/// Nothing here names a schema: the search path belongs to each transaction's context.
package struct PostgresConfiguration: Sendable {
    package static let connectTimeoutDefault = Duration.seconds(5)

    /// A URI or keywords as libpq reads them; several hosts are tried in order.
    package let conninfo: String
    /// Shown in `pg_stat_activity`.
    package let applicationName: String
    /// For each host that is tried.
    package let connectTimeout: Duration
    /// The server's own limits; nil leaves what the server or role says.
    package let statementTimeout: Duration?
    package let lockTimeout: Duration?
    /// Further run-time parameters of the session, by name.
    package let parameters: [String: String]

    package init(
        conninfo: String, applicationName: String = "travelhub",
        connectTimeout: Duration = connectTimeoutDefault, statementTimeout: Duration? = nil,
        lockTimeout: Duration? = nil, parameters: [String: String] = [:]
    ) {
        self.conninfo = conninfo
        self.applicationName = applicationName
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.parameters = parameters
    }

    /// - Throws: ``PostgresError`` of kind `misconfigured` when libpq does not understand `conninfo`.
    package func validate() throws { _ = try ConnectionKeywords.parse(conninfo) }
}

extension PostgresConfiguration: CustomStringConvertible {
    /// Without `conninfo`, which may hold a password.
    package var description: String { "PostgresConfiguration(\(applicationName))" }
}
