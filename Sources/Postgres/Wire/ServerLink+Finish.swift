internal import CLibpq

extension ServerLink {
    /// The last answer is in. The caller goes on, unless a cancel request still flies: it would hit
    /// the next statement.
    func complete(_ pending: Pending, _ fault: PostgresError?) {
        if let fault { pending.reply.failure = Reply.Failure(error: fault, role: .opening) }
        pending.isAnswered = true
        count(pending)
        guard !pending.isCancelInFlight else { return }
        release(pending)
    }

    private func release(_ pending: Pending) {
        guard let handle, current === pending else { return }
        current = nil
        gauge.status = LinkGauge.Status(PQtransactionStatus(handle))
        pending.resume(pending.result)
        startNext()
    }

    /// The caller no longer wants the answer: the server is told, and the connection drained.
    func stop(_ id: UInt64, _ reason: Pending.Stop) {
        if let pending = current, pending.id == id { return interrupt(pending, reason) }
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).resume(.failure(reason.error))
    }

    private func interrupt(_ pending: Pending, _ reason: Pending.Stop) {
        guard let handle, pending.stop == nil, !pending.isAnswered else { return }
        pending.stop = reason
        pending.deadline = Reactor.now() &+ Self.drainNanoseconds
        rearmDeadline(pending.deadline)
        guard let request = PQgetCancel(handle) else { return lose(handle) }
        pending.isCancelInFlight = true
        let id = pending.id
        let boxed = CancelRequest(pointer: request)
        // PQcancel dials the server and waits: never on this thread.
        BlockingThreads.shared.submit { [self] in
            boxed.perform()
            reactor.submit { [self] in assumeIsolated { $0.cancelHasLanded(id) } }
        }
    }

    private func cancelHasLanded(_ id: UInt64) {
        guard let pending = current, pending.id == id else { return }
        pending.isCancelInFlight = false
        if pending.isAnswered { release(pending) }
    }

    /// One timer serves many exchanges: when it is due early it is set anew, not for each exchange.
    func armDeadline(_ deadline: UInt64) {
        guard deadlineTimer == nil else { return }
        deadlineTimer = reactor.schedule(at: deadline) { [weak self] in
            self?.assumeIsolated { $0.checkDeadline() }
        }
    }

    private func rearmDeadline(_ deadline: UInt64) {
        if let timer = deadlineTimer { reactor.cancel(timer) }
        deadlineTimer = nil
        armDeadline(deadline)
    }

    private func checkDeadline() {
        deadlineTimer = nil
        guard let pending = current else { return }
        guard pending.deadline <= Reactor.now() else { return armDeadline(pending.deadline) }
        guard pending.stop == nil else {
            return shut(PostgresError(kind: .unavailable, message: "a cancelled statement did not end"))
        }
        interrupt(pending, .deadline)
    }
}

/// A `PGcancel` on its way to a thread that may block.
private struct CancelRequest: @unchecked Sendable {
    /// What libpq says a message needs at most.
    private static let messageBytes = 256

    let pointer: OpaquePointer

    func perform() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.messageBytes) { message in
            // A failure needs no word of its own: the drain limit closes the connection then.
            _ = PQcancel(pointer, message.baseAddress, Int32(Self.messageBytes))
        }
        PQfreeCancel(pointer)
    }
}

extension Pending.Stop {
    var error: any Error {
        switch self {
        case .cancelled: CancellationError()
        case .deadline: PostgresError(kind: .deadlineExceeded, message: "the statement took too long and was cancelled")
        }
    }
}

extension Pending {
    /// What the caller gets. A statement that was faster than its cancellation has happened, so its
    /// answer is given all the same.
    var result: Result<Reply, any Error> {
        guard let stop, reply.failure?.error.kind == .queryCancelled else { return .success(reply) }
        return .failure(stop.error)
    }

    func failure(whenLostBy error: PostgresError) -> any Error {
        if let stop { return stop.error }
        // The server's own last word (57P01 and the like) says more than "connection lost".
        var error = reply.failure.map(\.error) ?? error
        error.outcomeUnknown = isSent
        return error
    }
}

extension LinkGauge.Status {
    init(_ status: PGTransactionStatusType) {
        switch status {
        case PQTRANS_IDLE: self = .idle
        case PQTRANS_INTRANS: self = .inTransaction
        case PQTRANS_INERROR: self = .failedTransaction
        case PQTRANS_ACTIVE: self = .busy
        default: self = .closed
        }
    }
}
