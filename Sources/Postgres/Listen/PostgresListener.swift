package import Logging
internal import ServiceLifecycle

/// Hears NOTIFY on a connection of its own, which outlives every failure of it.
///
/// Someone too slow to read ``events`` loses the oldest of them and is told to start over by
/// `disconnected` and `connected`, as after a lost connection.
package final class PostgresListener: Service {
    /// Events kept for a reader that lags behind.
    package static let eventsMax = 10_000
    /// A server that does not answer for so long (plus the answer's own deadline) is given up.
    package static let pingPauseDefault = Duration.seconds(5)

    package let events: AsyncStream<ListenEvent>

    private let continuation: AsyncStream<ListenEvent>.Continuation
    private let configuration: PostgresConfiguration
    private let channels: [String]
    private let limits: PoolLimits
    private let pingPause: Duration
    private let logger: Logger
    private let jitter: @Sendable () -> Double
    private let reactor = Reactor.shared
    private let statistics = StatementStatistics()

    /// - Parameters:
    ///   - channels: taken as they are, upper and lower case told apart.
    ///   - limits: its backoff and exchange deadline are used here.
    package init(
        _ configuration: PostgresConfiguration, channels: [String], limits: PoolLimits = .init(),
        pingPause: Duration = pingPauseDefault, logger: Logger,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.configuration = configuration
        self.channels = channels
        self.limits = limits
        self.pingPause = pingPause
        self.logger = logger
        self.jitter = jitter
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.eventsMax))
    }

    /// Listens until graceful shutdown or cancellation; then `events` ends.
    package func run() async throws {
        _ = try? await cancelWhenGracefulShutdown { [self] in
            var backoff = Backoff(limits: limits)
            while true {
                try Task.checkCancellation()
                do {
                    try await listen { backoff.reset() }
                } catch let error as PostgresError {
                    logger.warning("listener lost its connection", metadata: ["reason": "\(error.message)"])
                }
                try await reactor.sleep(.nanoseconds(Int64(backoff.next(jitter: jitter()))))
            }
        }
        continuation.finish()
    }

    /// One connection's life; returns or throws when it is over.
    private func listen(_ isConnected: () -> Void) async throws {
        let options = ServerLink.Options(exchangeDeadline: limits.exchangeDeadline, statistics: statistics)
        let (link, _) = try await ServerLink.open(configuration, reactor: reactor, options: options)
        defer { link.close() }
        let (closed, closing) = AsyncStream.makeStream(of: Void.self)
        await link.observe(
            onClose: { closing.finish() },
            onNotification: { [weak self, weak link] channel, payload in
                guard let self, let link else { return }
                self.pass(.notification(channel: channel, payload: payload), from: link)
            })
        let statements = channels.map { channel -> SQL in "listen \(identifier: channel)" }
        if let failure = try await link.send(Exchange(statements, namespace: "")).failure { throw failure.error }
        isConnected()
        continuation.yield(.connected)
        defer { continuation.yield(.disconnected) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in closed {} }
            group.addTask { [self] in try await ping(link) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func pass(_ event: ListenEvent, from link: ServerLink) {
        guard case .dropped = continuation.yield(event) else { return }
        link.close(PostgresError(kind: .misuse, message: "nobody read the events in time"))
    }

    /// A peer that vanished without a word shows only when it is asked.
    private func ping(_ link: ServerLink) async throws {
        while true {
            try await reactor.sleep(pingPause)
            if let failure = try await link.send(Exchange(["select 1"], namespace: "")).failure { throw failure.error }
        }
    }
}
