import Foundation
import Logging
import PrivateServers
import Redis
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// A Redis of a test's own and clients of it, one for each process that the test plays.
struct OwnRedis: Sendable {
    let server: PrivateRedis
    let clients: [RedisClient]

    static func with(clients count: Int = 1, _ body: @Sendable (OwnRedis) async throws -> Void) async throws {
        let server = try await TestRedis.startOwn()
        do {
            let clients = try (0..<count).map { _ in try RedisClient(url: server.url, logger: TestFleet.logger) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in clients { group.addTask { try await client.run() } }
                defer { group.cancelAll() }
                let own = OwnRedis(server: server, clients: clients)
                for client in clients { try await own.answers(client) }
                try await own.everyLinkStands()
                try await body(own)
            }
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    var client: RedisClient { clients[0] }

    /// Returns when Redis answers the client, as commands sent before would run into short deadlines.
    func answers(_ client: RedisClient) async throws {
        let isThere = try await comesTrue(within: .seconds(60)) {
            (try? await client.send(RedisCommand("PING"), deadline: .seconds(60))) != nil
        }
        #expect(isThere)
    }

    /// Connections of one client.
    private static let links = 2

    /// Returns when every connection of every client has been greeted: a late one would be counted.
    private func everyLinkStands() async throws {
        let named = "cmdstat_client|setname:calls=\(clients.count * Self.links),"
        let stand = try await comesTrue(within: .seconds(60)) {
            let info = try? await client.send(RedisCommand("INFO", "commandstats"), deadline: .seconds(60))
            return info?.text?.contains(named) ?? false
        }
        #expect(stand)
    }

    /// How often Redis read from a connection: with one caller, a round trip each.
    func reads() async throws -> Int {
        let info = try await client.send(RedisCommand("INFO", "stats"), deadline: .seconds(60)).text ?? ""
        let line = info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("total_reads_processed:") }
        return try #require(line.flatMap { Int($0.dropFirst("total_reads_processed:".count)) })
    }

    /// The round trips of `body` alone: less the one that asks.
    func roundTrips(_ body: () async throws -> Void) async throws -> Int {
        let before = try await reads()
        try await body()
        return try await reads() - before - 1
    }
}

/// A count of seconds, or whatever, that only the test moves.
final class ManualCount: Sendable {
    private let current: Mutex<Int>

    init(_ value: Int) { current = Mutex(value) }

    var value: Int { current.withLock { $0 } }

    func advance(by amount: Int) { current.withLock { $0 += amount } }
}

/// A monotonic clock that only the test moves.
final class ManualInstant: Sendable {
    private let passed = Mutex(Duration.zero)
    private let start = ContinuousClock.now

    var value: ContinuousClock.Instant { start + passed.withLock { $0 } }

    func advance(by duration: Duration) { passed.withLock { $0 += duration } }
}
