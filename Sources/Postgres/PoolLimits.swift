/// How large a pool grows and how long anyone waits on it.
package struct PoolLimits: Sendable {
    package static let minimumDefault = 2
    package static let maximumDefault = 16
    package static let waitDeadlineDefault = Duration.seconds(5)
    package static let exchangeDeadlineDefault = Duration.seconds(60)
    package static let statementsPerConnectionDefault = 256
    package static let idleTimeoutDefault = Duration.seconds(300)
    package static let backoffFirstDefault = Duration.milliseconds(50)
    package static let backoffMaxDefault = Duration.seconds(2)

    /// Connections that ``PostgresPool/run()`` keeps open.
    package var minimum: Int
    package var maximum: Int
    /// How long a caller stands in line for a connection.
    package var waitDeadline: Duration
    /// How long one exchange may take; then it is cancelled on the server.
    package var exchangeDeadline: Duration
    /// Prepared statements kept on a connection.
    package var statementsPerConnection: Int
    /// A connection above `minimum` that nobody used for so long is closed.
    package var idleTimeout: Duration
    /// Pause after a failed dial: doubled with each failure, up to `backoffMax`, with jitter.
    package var backoffFirst: Duration
    package var backoffMax: Duration

    package init(
        minimum: Int = minimumDefault, maximum: Int = maximumDefault, waitDeadline: Duration = waitDeadlineDefault,
        exchangeDeadline: Duration = exchangeDeadlineDefault,
        statementsPerConnection: Int = statementsPerConnectionDefault, idleTimeout: Duration = idleTimeoutDefault,
        backoffFirst: Duration = backoffFirstDefault, backoffMax: Duration = backoffMaxDefault
    ) {
        self.maximum = max(1, maximum)
        self.minimum = min(max(0, minimum), self.maximum)
        self.waitDeadline = waitDeadline
        self.exchangeDeadline = exchangeDeadline
        self.statementsPerConnection = statementsPerConnection
        self.idleTimeout = idleTimeout
        self.backoffFirst = backoffFirst
        self.backoffMax = backoffMax
    }
}
