import Foundation
import Logging
import Redis
import ServiceLifecycle
import TestSupport

/// A client that runs as long as the test's closure.
enum RunningRedis {
    static func freshName() -> String { "test-\(UUID().uuidString)" }

    static func with<Result: Sendable>(
        url: String, _ body: (RedisClient) async throws -> Result
    ) async throws -> Result {
        let client = try RedisClient(url: url, logger: TestDirectory.logger)
        let running = Task { try await client.run() }
        defer { running.cancel() }
        _ = try await comesTrue { (try? await client.send(RedisCommand("PING"))) != nil }
        return try await body(client)
    }
}
