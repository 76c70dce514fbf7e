package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The way to Redis: many tasks share few connections, each command has a deadline, and an absent
/// Redis is an error rather than a wait.
///
/// Nothing is connected before `run`; commands sent earlier wait for it within their deadline.
package final class RedisClient: Service {
    package static let connectionsMax = 64

    private let limits: RedisLimits
    private let links: [Link]
    private let redialer: Redialer
    private let deadlines: Deadlines
    private let turn = Atomic(0)
    private let isClosed = Atomic(false)
    private let subscriptions = Mutex<[Int: Task<Void, Never>]>([:])

    /// - Parameter random: a number in 0..<1, for the scatter of reconnects.
    /// - Throws: `RedisAddress.Invalid`, or the TLS library's error for an unreadable authority file.
    package init(
        url: String, connections: Int = 2, limits: RedisLimits = RedisLimits(), logger: Logger,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) throws {
        self.limits = limits
        let connector = try Connector(address: RedisAddress(url: url), limits: limits)
        let group = MultiThreadedEventLoopGroup.singleton
        let redialers = (0..<max(1, min(connections, Self.connectionsMax))).map { _ in
            Redialer(connector: connector, eventLoop: group.next(), logger: logger, random: random)
        }
        links = redialers.map { Link($0) }
        redialer = redialers[0]
        deadlines = Deadlines(eventLoop: redialers[0].eventLoop)
    }

    /// Keeps the connections until graceful shutdown (replies that are due are awaited) or cancellation.
    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            for link in links { group.addTask { await link.maintain() } }
            group.addTask {
                guard (try? await gracefulShutdown()) != nil else { return }
                self.isClosed.store(true, ordering: .relaxed)
                await self.settleAccounts()
            }
            await group.next()
            isClosed.store(true, ordering: .relaxed)
            group.cancelAll()
        }
        for task in subscriptions.withLock({ $0.values.map { $0 } }) { task.cancel() }
    }

    /// Sends a command and waits for its reply.
    ///
    /// - Parameter deadline: from now; `RedisLimits.commandTimeout` when nil.
    /// - Throws: `RedisError`; an error reply is `.server`.
    package func send(_ command: RedisCommand, deadline: Duration? = nil) async throws(RedisError) -> RedisValue {
        let reply = await exchange([command], until: instant(deadline)).first ?? .failure(.closed)
        return try reply.get()
    }

    /// Sends commands together on one connection, in order and with nothing in between on it; one
    /// result for each. `MULTI … EXEC` belongs here.
    package func pipeline(
        _ commands: [RedisCommand], deadline: Duration? = nil
    ) async -> [Result<RedisValue, RedisError>] {
        await exchange(commands, until: instant(deadline))
    }

    /// Runs a script by its digest; where Redis has lost it, the text is sent along once.
    ///
    /// - Throws: `RedisError`, as `send`.
    package func evaluate(
        _ script: RedisScript, keys: [String], arguments: [String], deadline: Duration? = nil
    ) async throws(RedisError) -> RedisValue {
        try await evaluate(script, keys: keys, bytes: arguments.map { Array($0.utf8) }, deadline: deadline)
    }

    /// The same with arguments that need not be text.
    package func evaluate(
        _ script: RedisScript, keys: [String], bytes arguments: [[UInt8]], deadline: Duration? = nil
    ) async throws(RedisError) -> RedisValue {
        let instant = instant(deadline)
        let reply = await exchange([script.call(keys: keys, arguments: arguments)], until: instant).first
        guard case .failure(.server(let message))? = reply, message.hasPrefix("NOSCRIPT") else {
            return try (reply ?? .failure(.closed)).get()
        }
        let again = await exchange([script.load(keys: keys, arguments: arguments)], until: instant).first
        return try (again ?? .failure(.closed)).get()
    }

    /// Listens to a channel on a connection of its own until the stream is dropped or the client ends.
    package func subscribe(_ channel: String) -> AsyncStream<RedisEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: RedisEvent.self, bufferingPolicy: .bufferingNewest(limits.subscriptionBufferMax))
        guard !isClosed.load(ordering: .relaxed) else {
            continuation.finish()
            return stream
        }
        let number = turn.wrappingAdd(1, ordering: .relaxed).newValue
        let subscription = Subscription(channel: channel, continuation: continuation)
        let task = Task { [redialer] in await subscription.maintain(redialer) }
        subscriptions.withLock { $0[number] = task }
        continuation.onTermination = { [weak self] _ in
            task.cancel()
            _ = self?.subscriptions.withLock { $0.removeValue(forKey: number) }
        }
        return stream
    }

    private func instant(_ deadline: Duration?) -> NIODeadline {
        .now() + TimeAmount(deadline ?? limits.commandTimeout)
    }

    private func exchange(_ commands: [RedisCommand], until deadline: NIODeadline) async -> [Exchange.Reply] {
        let refusal: RedisError? =
            if isClosed.load(ordering: .relaxed) { .closed } else {
                RedisCommand.unshareable(in: commands).map { .refused($0) }
            }
        if let refusal { return commands.map { _ in .failure(refusal) } }
        guard !commands.isEmpty else { return [] }
        let exchange = Exchange(commands, deadline: deadline)
        if submit(exchange) { deadlines.watch(exchange) } else { exchange.settle(.unavailable) }
        return await exchange.replies()
    }

    /// Hands the exchange to a connection: those that are up take turns, before one that is coming up.
    private func submit(_ exchange: Exchange) -> Bool {
        let first = Int(UInt(bitPattern: turn.wrappingAdd(1, ordering: .relaxed).newValue) % UInt(links.count))
        let inTurn = (0..<links.count).map { links[(first + $0) % links.count] }
        let up = inTurn.filter { $0.isUp }
        return up.contains { $0.submit(exchange) == .accepted } || inTurn.contains { $0.submit(exchange) == .accepted }
    }

    /// Replies come in order, so when the last `PING` of each connection is answered nothing is due.
    private func settleAccounts() async {
        await withTaskGroup(of: Void.self) { group in
            for link in links where link.isUp {
                let farewell = Exchange([RedisCommand("PING")], deadline: instant(nil))
                guard link.submit(farewell) == .accepted else { continue }
                deadlines.watch(farewell)
                group.addTask { _ = await farewell.replies() }
            }
        }
    }
}
