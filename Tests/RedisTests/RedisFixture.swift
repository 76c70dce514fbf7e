import Foundation
import Logging
import PrivateServers
import Redis
import TestSupport
import Testing

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

extension RedisLimits {
    /// For tests that are not about time: a machine that builds beside them must not fail them.
    static var patient: RedisLimits {
        var limits = RedisLimits()
        limits.commandTimeout = .seconds(60)
        limits.connectTimeout = .seconds(60)
        return limits
    }
}

/// A client that runs for the length of `body`.
@discardableResult
func withClient<Result: Sendable>(
    _ url: String, connections: Int = 2, limits: RedisLimits = .patient,
    _ body: @Sendable (RedisClient) async throws -> Result
) async throws -> Result {
    let client = try RedisClient(url: url, connections: connections, limits: limits, logger: quiet)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await client.run() }
        defer { group.cancelAll() }
        return try await body(client)
    }
}

/// A client on a server of the test's own, which the test may hurt.
func withOwnServer(
    connections: Int = 2, limits: RedisLimits = .patient,
    _ body: @Sendable (RedisClient, PrivateRedis) async throws -> Void
) async throws {
    let server = try await TestRedis.startOwn()
    do {
        try await withClient(server.url, connections: connections, limits: limits) { try await body($0, server) }
    } catch {
        await server.stop()
        throw error
    }
    await server.stop()
}

/// Asks until Redis answers again: how long that takes is the backoff's affair.
func answersAgain(_ client: RedisClient, withinSeconds seconds: Int = 120) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
        if (try? await client.send(RedisCommand("PING"))) == .status("PONG") { return true }
        await Task.yield()
    }
    return false
}

func freshKey() -> String { "test:" + UUID().uuidString }
