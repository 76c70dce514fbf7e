internal import CLibpq
internal import DequeModule

/// One connection to the server: libpq in non-blocking pipeline mode, confined to the reactor.
///
/// An actor whose executor is the reactor's thread, so the compiler keeps everyone else away from
/// the `PGconn`. Callers hand over one ``Exchange`` at a time and are resumed with its ``Reply``;
/// what comes in meanwhile waits in line.
actor ServerLink: ReactorWatcher {
    struct Options: Sendable {
        var statementsMax = PoolLimits.statementsPerConnectionDefault
        /// For one exchange, until the server's last answer.
        var exchangeDeadline: Duration = PoolLimits.exchangeDeadlineDefault
        var statistics: StatementStatistics
    }

    /// A cancelled statement has to end within this time, or the connection is given up.
    static let drainNanoseconds: UInt64 = 5_000_000_000

    nonisolated let reactor: Reactor
    nonisolated let gauge = LinkGauge()
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    let options: Options
    var handle: OpaquePointer?
    var dial: Dial?
    var current: Pending?
    var waiting: Deque<Pending> = []
    var cache: StatementCache
    var watchesWriting = false
    var deadlineTimer: TimerQueue.ID?
    /// Told once, when an open link closes.
    var onClose: (@Sendable () -> Void)?
    var onNotification: (@Sendable (_ channel: String, _ payload: String) -> Void)?

    init(reactor: Reactor, options: Options) {
        self.reactor = reactor
        self.options = options
        cache = StatementCache(capacity: options.statementsMax)
    }

    nonisolated func isReady(writable: Bool) {
        assumeIsolated { link in
            if link.dial != nil { return link.continueDial() }
            if writable { link.writeMore() }
            link.receive()
        }
    }

    /// Sends one exchange and waits for all of its answers.
    ///
    /// Cancelling the task cancels the statement on the server; the call still returns only when
    /// the connection has drained, and with the answer if the server was faster.
    nonisolated func send(_ exchange: Exchange, shielded: Bool = false) async throws -> Reply {
        try await perform(.exchange(exchange), shielded: shielded)
    }

    nonisolated func perform(_ work: Pending.Work, shielded: Bool = false) async throws -> Reply {
        let id = ExchangeID.next()
        let wish = Wish()
        guard !shielded else { return try await hand(work, id: id, wish: wish) }
        return try await withTaskCancellationHandler {
            try await hand(work, id: id, wish: wish)
        } onCancel: {
            wish.withdraw()
            reactor.submit { [self] in assumeIsolated { $0.stop(id, .cancelled) } }
        }
    }

    /// Ends the connection; whatever is under way fails with `error`.
    nonisolated func close(_ error: PostgresError = .connectionClosed) {
        reactor.submit { [self] in assumeIsolated { $0.shut(error) } }
    }

    func observe(
        onClose: (@Sendable () -> Void)?, onNotification: (@Sendable (String, String) -> Void)? = nil
    ) {
        self.onClose = onClose
        self.onNotification = onNotification
        if handle == nil { onClose?() }
    }

    private nonisolated func hand(_ work: Pending.Work, id: UInt64, wish: Wish) async throws -> Reply {
        try await withCheckedThrowingContinuation { continuation in
            reactor.submit { [self] in
                assumeIsolated { link in
                    link.accept(Pending(id: id, work: work, wish: wish, continuation: continuation))
                }
            }
        }
    }

    private func accept(_ pending: Pending) {
        guard handle != nil else { return pending.resume(.failure(PostgresError.connectionClosed)) }
        waiting.append(pending)
        startNext()
    }

    func startNext() {
        while current == nil, let pending = waiting.popFirst() {
            guard !pending.wish.isWithdrawn else {
                pending.resume(.failure(CancellationError()))
                continue
            }
            current = pending
            start(pending)
        }
    }

    /// Frees the connection and fails everything that waited for it.
    func shut(_ error: PostgresError) {
        guard let handle else { return }
        self.handle = nil
        gauge.status = .closed
        if let timer = deadlineTimer { reactor.cancel(timer) }
        let descriptor = PQsocket(handle)
        if descriptor >= 0 { reactor.unwatch(descriptor) }
        PQfinish(handle)
        if let dial {
            self.dial = nil
            return dial.finish(.failure(error))
        }
        let unfinished = waiting
        waiting.removeAll()
        if let pending = current {
            current = nil
            pending.resume(.failure(pending.failure(whenLostBy: error)))
        }
        for pending in unfinished { pending.resume(.failure(error)) }
        onClose?()
        onClose = nil
        onNotification = nil
    }
}
