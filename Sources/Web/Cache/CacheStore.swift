package import Logging
package import Redis
package import Tenancy
import Vocabulary

/// The cache of the process, made once at the roof. It holds nothing for anyone in particular: entries are
/// reached through a tenant's own `TenantCache`.
package final class CacheStore: Sendable {
    let shelf: CacheShelf
    let flights = SingleFlight()
    let meter = CacheMeter()
    let logger: Logger
    /// A number in 0..<1, for the scatter of life spans.
    let random: @Sendable () -> Double

    /// - Parameter redis: nil where none is configured; every read then goes to where it comes from.
    package convenience init(
        redis: RedisClient? = nil, redisDeadline: Duration? = nil, logger: Logger,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.init(
            watch: RedisWatch(
                redis: redis, deadline: redisDeadline ?? CacheShelf.redisDeadline, without: "nothing is cached",
                logger: logger),
            logger: logger, random: random)
    }

    init(watch: RedisWatch, logger: Logger, random: @escaping @Sendable () -> Double) {
        self.logger = logger
        self.random = random
        shelf = CacheShelf(watch: watch) { String(UInt64.random(in: .min ... .max), radix: 36) }
    }

    /// The entries of one tenant, as the directory has it now.
    package func cache(_ tenant: TenantEntry) -> TenantCache { TenantCache(tenant: tenant, store: self) }

    package func cache(_ scope: TenantScope) -> TenantCache { cache(scope.entry) }
}

extension TenantStage {
    /// What is kept of this site's data.
    package var cache: TenantCache { arrival.parts.cache(entry) }
}
