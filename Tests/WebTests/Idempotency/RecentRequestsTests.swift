import Foundation
import Logging
import PrivateServers
import Redis
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("A double click is dampened")
struct RecentRequestsTests {
    private let one = TenantID(UUID())
    private let two = TenantID(UUID())

    @Test("within seconds; later it is a new request")
    func alone() async throws {
        let elapsed = Mutex(0)
        let start = ContinuousClock.now
        let recent = RecentRequests { start + .seconds(elapsed.withLock { $0 }) }
        try await recent.note([1], of: one)
        try await recent.note([2], of: one)
        await #expect(throws: Problem.repeatedTooSoon) { try await recent.note([1], of: one) }
        elapsed.withLock { $0 = RecentRequests.seconds }
        try await recent.note([1], of: one)
    }

    @Test("whichever process it reaches, and for its own tenant only")
    func together() async throws {
        let server = try await TestRedis.startOwn()
        try await withRedis(server) { redis in
            let processes = (0..<2).map { _ in RecentRequests(redis: redis, redisDeadline: .seconds(60)) }
            try await processes[0].note([7], of: one)
            await #expect(throws: Problem.repeatedTooSoon) { try await processes[1].note([7], of: one) }
            try await processes[1].note([7], of: two)
        }
        await server.stop()
    }

    @Test("in one process still when Redis is gone, and nobody waits for it")
    func withoutRedis() async throws {
        let server = try await TestRedis.startOwn()
        try await withRedis(server) { redis in
            _ = try await redis.send(RedisCommand("PING"), deadline: .seconds(60))
            await server.kill9()
            let processes = (0..<2).map { _ in RecentRequests(redis: redis) }
            try await processes[0].note([9], of: one)
            await #expect(throws: Problem.repeatedTooSoon) { try await processes[0].note([9], of: one) }
            try await processes[1].note([9], of: one)
        }
        await server.stop()
    }

    private func withRedis(_ server: PrivateRedis, _ body: @Sendable (RedisClient) async throws -> Void) async throws {
        let redis = try RedisClient(url: server.url, logger: TestFleet.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await redis.run() }
            defer { group.cancelAll() }
            // Commands sent before the connection stands would run into the short deadline.
            while (try? await redis.send(RedisCommand("PING"), deadline: .seconds(60))) == nil {}
            try await body(redis)
        }
    }
}
