package import Logging
import Synchronization

/// Asks Redis for what can be had without it, too: an absent Redis costs one caller its deadline and the
/// others nothing, and an outage is logged once at its beginning and once at its end.
package final class RedisWatch: Sendable {
    /// After a failure Redis is left alone for so long; then one caller tries it again.
    package static let pauseDefault = Duration.seconds(1)

    private struct State {
        var isAway = false
        var restsUntil: ContinuousClock.Instant?
    }

    private let redis: RedisClient?
    private let deadline: Duration
    private let pause: Duration
    private let without: String
    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    /// - Parameter redis: nil where none is configured; then every answer is nil.
    /// - Parameter without: for the log, what happens meanwhile.
    package init(
        redis: RedisClient?, deadline: Duration, pause: Duration = pauseDefault, without: String, logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.redis = redis
        self.deadline = deadline
        self.pause = pause
        self.without = without
        self.logger = logger
        self.now = now
    }

    package var isConfigured: Bool { redis != nil }

    /// What `body` gives, or nil when Redis is away: the caller goes on without.
    ///
    /// - Parameter insisting: asks in spite of a recent failure.
    package func ask<Result: Sendable>(
        insisting: Bool = false,
        _ body: (RedisClient, _ deadline: Duration) async throws(RedisError) -> Result
    ) async -> Result? {
        guard let redis, insisting || isDue() else { return nil }
        do {
            let result = try await body(redis, deadline)
            found()
            return result
        } catch {
            // Who gave up waiting has learnt nothing of Redis.
            if error != .cancelled { lost(error) }
            return nil
        }
    }

    /// While Redis rests only the one who finds the rest over asks, and the next rest begins with that.
    private func isDue() -> Bool {
        let now = now()
        return state.withLock { state in
            guard let end = state.restsUntil else { return true }
            guard now >= end else { return false }
            state.restsUntil = now + pause
            return true
        }
    }

    private func found() {
        let wasAway = state.withLock { state in
            state.restsUntil = nil
            defer { state.isAway = false }
            return state.isAway
        }
        if wasAway { logger.notice("Redis is back", metadata: ["no_longer": "\(without)"]) }
    }

    private func lost(_ error: RedisError) {
        let end = now() + pause
        let isNews = state.withLock { state in
            state.restsUntil = end
            defer { state.isAway = true }
            return !state.isAway
        }
        if isNews { logger.warning("Redis is away", metadata: ["meanwhile": "\(without)", "error": "\(error)"]) }
    }
}
