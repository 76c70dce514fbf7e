package import Logging
internal import ServiceLifecycle
internal import Synchronization

/// A bounded set of connections, lent out first come, first served.
///
/// Works from the first call on, dialling as needed; ``run()`` adds keeping the minimum open and
/// closing at shutdown.
package final class PostgresPool: Service {
    let configuration: PostgresConfiguration
    let limits: PoolLimits
    let statistics: StatementStatistics
    let logger: Logger
    /// Between 0 and 1; spreads retries of those who failed together.
    let jitter: @Sendable () -> Double
    let reactor = Reactor.shared
    let state: Mutex<PoolState>
    private let closing = Mutex<[CheckedContinuation<Void, Never>]>([])

    package init(
        _ configuration: PostgresConfiguration, limits: PoolLimits = .init(),
        statistics: StatementStatistics = .init(), logger: Logger,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.configuration = configuration
        self.limits = limits
        self.statistics = statistics
        self.logger = logger
        self.jitter = jitter
        state = Mutex(PoolState(limits: limits))
    }

    deinit {
        for pooled in state.withLock({ $0.allLinks }) { pooled.link.close(.poolClosed) }
    }

    /// Keeps the minimum open until graceful shutdown or cancellation, then closes.
    package func run() async throws {
        _ = try? await cancelWhenGracefulShutdown { [self] in
            while true {
                maintain()
                try await reactor.sleep(Self.maintenancePause)
            }
        }
        await close()
    }

    /// Refuses newcomers, waits for leases to end (at most the wait deadline), closes everything.
    package func close() async {
        let (waiters, idle) = state.withLock { $0.close() }
        for waiter in waiters { waiter.continuation.resume(throwing: PostgresError.poolClosed) }
        for pooled in idle { pooled.link.close(.poolClosed) }
        let deadline = Reactor.now() &+ limits.waitDeadline.nanoseconds
        reactor.submit { [self] in
            _ = reactor.schedule(at: deadline) { [weak self] in
                for pooled in self?.state.withLock({ $0.allLinks }) ?? [] { pooled.link.close(.poolClosed) }
            }
        }
        await withCheckedContinuation { continuation in
            closing.withLock { $0.append(continuation) }
            finishClosing()
        }
    }

    /// Connections open or being opened, for a metrics page and tests.
    package var connectionCount: Int { state.withLock { $0.connectionCount } }
    package var idleCount: Int { state.withLock { $0.idleCount } }
    package var waiterCount: Int { state.withLock { $0.waiterCount } }

    func finishClosing() {
        guard state.withLock({ $0.isClosed && $0.connectionCount == 0 }) else { return }
        let waiting = closing.withLock { closing in
            defer { closing = [] }
            return closing
        }
        for continuation in waiting { continuation.resume() }
    }

    private static let maintenancePause = Duration.seconds(1)

    private func maintain() {
        let now = Reactor.now()
        let (missing, old) = state.withLock { ($0.beginRefill(now: now), $0.reap(now: now)) }
        for pooled in old { pooled.link.close() }
        for _ in 0..<missing { startDial() }
    }
}
