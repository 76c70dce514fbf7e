internal import CLibpq
internal import Foundation

/// A connection being set up, and the caller who waits for it.
struct Dial {
    let label: String
    let timer: TimerQueue.ID
    let continuation: CheckedContinuation<PostgresSession, any Error>

    func finish(_ result: Result<PostgresSession, PostgresError>) {
        continuation.resume(with: result.mapError { $0 as any Error })
    }
}

extension ServerLink {
    /// Tries the addresses of a configuration in order.
    ///
    /// - Throws: ``PostgresError`` of kind `unavailable` with each address's reason, or `misconfigured`.
    static func open(
        _ configuration: PostgresConfiguration, reactor: Reactor = .shared, options: Options
    ) async throws -> (link: ServerLink, session: PostgresSession) {
        var reasons: [String] = []
        for endpoint in try await Endpoint.all(of: configuration) {
            let link = ServerLink(reactor: reactor, options: options)
            do {
                return (link, try await link.dial(endpoint, timeout: configuration.connectTimeout))
            } catch let error as PostgresError {
                reasons.append("\(endpoint.label): \(error.message)")
            }
        }
        throw PostgresError(kind: .unavailable, message: reasons.joined(separator: "; "))
    }

    private nonisolated func dial(_ endpoint: Endpoint, timeout: Duration) async throws -> PostgresSession {
        try await withCheckedThrowingContinuation { continuation in
            reactor.submit { [self] in
                assumeIsolated { $0.beginDial(endpoint, timeout: timeout, continuation) }
            }
        }
    }

    private func beginDial(
        _ endpoint: Endpoint, timeout: Duration, _ continuation: CheckedContinuation<PostgresSession, any Error>
    ) {
        let started = endpoint.keywords.withCStrings { PQconnectStartParams($0, $1, 0) }
        guard let started else {
            return continuation.resume(throwing: PostgresError(kind: .unavailable, message: "out of memory"))
        }
        handle = started
        let timer = reactor.schedule(at: Reactor.now() &+ timeout.nanoseconds) { [weak self] in
            self?.assumeIsolated {
                $0.shut(PostgresError(kind: .unavailable, message: "no answer within \(timeout)"))
            }
        }
        dial = Dial(label: endpoint.label, timer: timer, continuation: continuation)
        guard PQstatus(started) != CONNECTION_BAD else { return failDial() }
        _ = PQsetNoticeProcessor(started, { _, _ in }, nil)
        // libpq: behave as if PQconnectPoll had last returned PGRES_POLLING_WRITING.
        watchDial(writing: true)
    }

    func continueDial() {
        guard let handle else { return }
        // libpq may close this socket and open another under the same number.
        let descriptor = PQsocket(handle)
        if descriptor >= 0 { reactor.unwatch(descriptor) }
        switch PQconnectPoll(handle) {
        case PGRES_POLLING_READING: watchDial(writing: false)
        case PGRES_POLLING_WRITING: watchDial(writing: true)
        case PGRES_POLLING_OK: completeDial(handle)
        default: failDial()
        }
    }

    private func watchDial(writing: Bool) {
        guard let handle else { return }
        let descriptor = PQsocket(handle)
        guard descriptor >= 0, reactor.watch(descriptor, writing: writing, reading: !writing, self) == 0 else {
            return failDial()
        }
    }

    private func completeDial(_ handle: OpaquePointer) {
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1,
            reactor.watch(PQsocket(handle), writing: false, self) == 0
        else { return failDial() }
        guard let dial else { return }
        self.dial = nil
        reactor.cancel(dial.timer)
        dial.finish(
            .success(
                PostgresSession(
                    backendPID: PQbackendPID(handle), database: String(cString: PQdb(handle)),
                    user: String(cString: PQuser(handle)), host: String(cString: PQhost(handle)),
                    serverVersion: PQserverVersion(handle))))
    }

    private func failDial() {
        guard let handle else { return }
        if let dial { reactor.cancel(dial.timer) }
        shut(PostgresError(kind: .unavailable, message: lastMessage(handle)))
    }

    func lastMessage(_ handle: OpaquePointer) -> String {
        let text = PQerrorMessage(handle).map { String(cString: $0).trimmedLine } ?? ""
        return text.isEmpty ? "the connection was lost" : text
    }
}

extension [String: String] {
    /// Two null-terminated lists of C strings, alive during `body`.
    fileprivate func withCStrings<T>(
        _ body: ([UnsafePointer<CChar>?], [UnsafePointer<CChar>?]) -> T
    ) -> T {
        let pairs = filter { !$0.value.isEmpty }.map { (strdup($0.key), strdup($0.value)) }
        defer {
            for (key, value) in pairs {
                free(key)
                free(value)
            }
        }
        return body(pairs.map { UnsafePointer($0.0) } + [nil], pairs.map { UnsafePointer($0.1) } + [nil])
    }
}
