import DequeModule
import Foundation
import Metrics
package import Redis
import Synchronization
package import Vocabulary

/// Remembers for a few seconds what was just asked, to dampen double clicks on routes that need no key.
///
/// In Redis, so that all processes know; without Redis, or while it does not answer, in this process's
/// memory alone: a repetition that reaches another process then passes, which is why nothing that must
/// not happen twice relies on it.
package final class RecentRequests: Sendable {
    /// How long the same request is held to be the same click.
    package static let seconds = 3
    /// Requests remembered here; the oldest are forgotten first.
    package static let countMax = 10_000
    /// What a request waits for Redis at most, before it goes on without.
    package static let redisDeadline = Duration.milliseconds(100)

    private struct Request: Hashable {
        let tenant: TenantID
        let fingerprint: [UInt8]
    }

    private struct State {
        var known: [Request: ContinuousClock.Instant] = [:]
        var order: Deque<Request> = []
    }

    private let state = Mutex(State())
    private let redis: RedisClient?
    private let redisDeadline: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let fallbacks = Counter(label: "request_dampening_without_redis")

    package init(
        redis: RedisClient? = nil, redisDeadline: Duration = redisDeadline,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.redis = redis
        self.redisDeadline = redisDeadline
        self.now = now
    }

    /// Throws `request.repeated` for a fingerprint of the tenant's that was noted within the last seconds.
    package func note(_ fingerprint: [UInt8], of tenant: TenantID) async throws(Problem) {
        let request = Request(tenant: tenant, fingerprint: fingerprint)
        guard isNews(request), await isNewsEverywhere(request) else { throw .repeatedTooSoon }
    }

    private func isNews(_ request: Request) -> Bool {
        let now = now()
        return state.withLock { state in
            if let seen = state.known[request], seen.duration(to: now) < .seconds(Self.seconds) { return false }
            if state.known.updateValue(now, forKey: request) == nil { state.order.append(request) }
            while state.order.count > Self.countMax { state.known[state.order.removeFirst()] = nil }
            return true
        }
    }

    /// `SET … NX`: Redis keeps the first and tells it from the others, in one round trip.
    private func isNewsEverywhere(_ request: Request) async -> Bool {
        guard let redis else { return true }
        let key = "recent:{\(request.tenant)}:" + Data(request.fingerprint).base64EncodedString()
        do {
            let command = RedisCommand("SET", key, "1", "NX", "EX", "\(Self.seconds)")
            return try await !redis.send(command, deadline: redisDeadline).isNull
        } catch {
            fallbacks.increment()
            return true
        }
    }
}
