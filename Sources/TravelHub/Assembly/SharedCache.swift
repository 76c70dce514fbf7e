import Logging
import Redis
import Tenancy
import Web

/// The cache of running processes for a command that changes what they keep: it is told through the Redis that they
/// share, as a worker tells it.
enum SharedCache {
    /// `body` may tell it as long as it runs. Where no Redis is configured nothing is kept anywhere.
    static func with<Result: Sendable>(
        _ base: Base, _ body: @escaping @Sendable (CacheStore) async throws -> Result
    ) async throws -> Result {
        guard let url = base.settings.redisURL else { return try await body(CacheStore(logger: base.logger)) }
        let redis = try RedisClient(url: url, connections: 1, logger: base.logger)
        let cache = CacheStore(redis: redis, logger: base.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await redis.run() }
            defer { group.cancelAll() }
            return try await body(cache)
        }
    }
}
