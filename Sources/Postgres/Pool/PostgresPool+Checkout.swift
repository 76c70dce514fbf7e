internal import Logging
internal import Synchronization

extension PostgresPool {
    /// - Throws: ``PostgresError`` of kind `poolTimeout`, `unavailable`, `misconfigured` or `closed`;
    ///   `CancellationError` when the task is cancelled while it waits.
    func checkout() async throws -> PooledLink {
        if let ready = state.withLock({ $0.isClosed ? nil : $0.takeIdle() }) { return ready }
        let id = ExchangeID.next()
        let wish = Wish()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { stand(id, wish, $0) }
        } onCancel: {
            wish.withdraw()
            state.withLock { $0.leave(id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Takes a connection back: at once when it is clean, after cleaning it when not.
    func giveBack(_ pooled: PooledLink) {
        if pooled.isClosed { return }
        guard !pooled.isClean else { return offer(pooled) }
        Task { [self] in
            if await clean(pooled) { offer(pooled) } else { pooled.link.close() }
        }
    }

    func startDial() {
        Task { [self] in await dial() }
    }

    private func stand(_ id: UInt64, _ wish: Wish, _ continuation: PoolState.Continuation) {
        let now = Reactor.now()
        let waiter = PoolState.Waiter(
            id: id, deadline: now &+ limits.waitDeadline.nanoseconds, continuation: continuation)
        switch state.withLock({ $0.stand(waiter, now: now) }) {
        case .ready(let pooled): continuation.resume(returning: pooled)
        case .refused(let error): continuation.resume(throwing: error)
        case .waits(let dials):
            if dials { startDial() }
            watchLine()
            // Cancelled before it stood in line: nobody else would take it out.
            if wish.isWithdrawn {
                state.withLock { $0.leave(id) }?.continuation.resume(throwing: CancellationError())
            }
        }
    }

    private func watchLine() {
        guard let deadline = state.withLock({ $0.beginLineWatch() }) else { return }
        reactor.submit { [self] in
            _ = reactor.schedule(at: deadline) { [weak self] in self?.expireWaiters() }
        }
    }

    private func expireWaiters() {
        for waiter in state.withLock({ $0.endLineWatch(now: Reactor.now()) }) {
            let message = "no connection became free within \(limits.waitDeadline)"
            waiter.continuation.resume(throwing: PostgresError(kind: .poolTimeout, message: message))
        }
        watchLine()
    }

    /// Rolls back what was left open and discards what a lease may have left behind.
    private func clean(_ pooled: PooledLink) async -> Bool {
        let gauge = pooled.link.gauge
        do {
            if gauge.status != .idle {
                guard try await pooled.link.send(.rollback, shielded: true).failure == nil else { return false }
            }
            if gauge.isTainted {
                guard try await pooled.link.send(.reset, shielded: true).failure == nil else { return false }
            }
            return pooled.isClean
        } catch {
            return false
        }
    }

    private func offer(_ pooled: PooledLink) {
        let now = Reactor.now()
        let waiter: PoolState.Waiter? = state.withLock { state in
            guard !state.isClosed else { return nil }
            return state.offer(pooled, now: now)
        }
        if let waiter { return waiter.continuation.resume(returning: pooled) }
        if state.withLock({ $0.isClosed }) { pooled.link.close(.poolClosed) }
    }

    private func dial() async {
        let options = ServerLink.Options(
            statementsMax: limits.statementsPerConnection, exchangeDeadline: limits.exchangeDeadline,
            statistics: statistics)
        do {
            let (link, session) = try await ServerLink.open(configuration, reactor: reactor, options: options)
            let pooled = PooledLink(link: link, session: session)
            guard state.withLock({ $0.dialled(pooled) }) else {
                link.close(.poolClosed)
                return finishClosing()
            }
            await link.observe(onClose: { [weak self, weak pooled] in
                guard let self, let pooled else { return }
                self.forget(pooled)
            })
            offer(pooled)
        } catch {
            let failure = error.postgres ?? PostgresError(kind: .unavailable, message: "\(error)")
            logger.warning("database not reached", metadata: ["reason": "\(failure.message)"])
            refuse(failure)
        }
    }

    private func refuse(_ error: PostgresError) {
        let spread = jitter()
        let hopeless = state.withLock { $0.failedDial(error, now: Reactor.now(), jitter: spread) }
        for waiter in hopeless { waiter.continuation.resume(throwing: error) }
        finishClosing()
    }

    private func forget(_ pooled: PooledLink) {
        if state.withLock({ $0.lost(pooled, now: Reactor.now()) }) { startDial() }
        finishClosing()
    }
}
