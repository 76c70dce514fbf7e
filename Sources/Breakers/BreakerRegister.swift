package import Redis
import Synchronization

/// All breakers of this process, and the way to what all processes have seen of all breakers, for whoever looks after
/// the platform.
package final class BreakerRegister: Sendable {
    /// Told of at most, the last used first.
    package static let shownMax = 500
    /// Remembered by a process; whoever has one keeps it, forgotten here or not.
    static let rememberedMax = 5_000

    private let redis: RedisClient?
    private let own = Mutex<[String: Breaker]>([:])

    /// Without a Redis each process knows its own alone.
    package init(redis: RedisClient?) { self.redis = redis }

    /// The breaker of a name; asked again, the same one.
    package func breaker(_ name: String, policy: BreakerPolicy = BreakerPolicy()) -> Breaker {
        own.withLock { own in
            if let known = own[name] { return known }
            if own.count >= Self.rememberedMax { own.removeAll() }
            let made = Breaker(name: name, policy: policy, redis: redis)
            own[name] = made
            return made
        }
    }

    /// What is known of each, in the order of their names: of all processes where Redis tells, else of this one.
    package func statistics() async -> [BreakerStatistics] {
        if let redis, let shared = try? await RedisBoard.statistics(in: redis, max: Self.shownMax) { return shared }
        return Array(own.withLock { $0.values.map(\.statistics) }.sorted { $0.name < $1.name }.prefix(Self.shownMax))
    }
}
