package import Logging
import Metrics
package import Redis

/// Counts requests against limits, exactly and over all processes, in one round trip to Redis.
///
/// While Redis is away each process counts by itself, from nothing, to a stated share of every limit: requests
/// go on, the answer's `RateLimit-Policy` says the share and `local`, a counter and one line of the log say
/// the rest. With more processes than shares, callers may then get more than their limit; never less than a share.
package struct RateLimiter: Sendable {
    /// What a request waits for Redis at most, before it is counted here.
    package static let redisDeadline = Duration.milliseconds(500)
    /// A quarter: four processes together allow what is allowed.
    package static let localSharePercentDefault = 25

    private let watch: RedisWatch
    private let windows: LocalWindows
    private let localSharePercent: Int
    /// Set by tests only: a clock instead of Redis's own.
    private let givenSecond: (@Sendable () -> Int)?
    private let fallbacks = Counter(label: "rate_limit_without_redis")
    private let refusals = Counter(label: "rate_limit_refusals")

    package init(
        redis: RedisClient? = nil, redisDeadline: Duration = redisDeadline,
        localSharePercent: Int = localSharePercentDefault, logger: Logger
    ) {
        let start = ContinuousClock.now
        self.init(
            watch: RedisWatch(
                redis: redis, deadline: redisDeadline,
                without: "limits are counted by each process, to \(localSharePercent) %", logger: logger),
            localSharePercent: localSharePercent,
            localSecond: { Int(start.duration(to: .now).components.seconds) })
    }

    init(
        watch: RedisWatch, localSharePercent: Int = localSharePercentDefault,
        localSecond: @escaping @Sendable () -> Int, givenSecond: (@Sendable () -> Int)? = nil
    ) {
        self.watch = watch
        self.localSharePercent = localSharePercent
        self.givenSecond = givenSecond
        windows = LocalWindows(second: localSecond)
    }

    /// Takes the costs from all limits, or none where one of them lacks it.
    package func admit(_ checks: [RateCheck]) async -> RateVerdict {
        guard !checks.isEmpty else { return RateVerdict(isAdmitted: true, standings: [], isLocal: false) }
        let verdict = await together(checks) ?? alone(checks)
        if !verdict.isAdmitted { refusals.increment() }
        return verdict
    }

    private func together(_ checks: [RateCheck]) async -> RateVerdict? {
        var arguments = checks.flatMap { ["\($0.limit.quota)", "\($0.limit.bucketSeconds)", "\($0.cost)"] }
        var script = RateScript.onRedisClock
        if let givenSecond {
            script = RateScript.onGivenClock
            arguments.append("\(givenSecond())")
        }
        let call = (script: script, keys: checks.map(\.key), arguments: arguments)
        let reply = await watch.ask { redis, deadline throws(RedisError) in
            let reply = try await redis.evaluate(
                call.script, keys: call.keys, arguments: call.arguments, deadline: deadline)
            guard let verdict = Self.verdict(checks, reply) else { throw .protocolViolation }
            return verdict
        }
        return reply
    }

    private static func verdict(_ checks: [RateCheck], _ reply: RedisValue) -> RateVerdict? {
        guard let numbers = reply.array?.compactMap(\.integer).map(Int.init), numbers.count == 1 + 3 * checks.count
        else { return nil }
        let standings = checks.enumerated().map { index, check in
            RateVerdict.Standing(
                limit: check.limit, remaining: numbers[3 * index + 1], resetSeconds: numbers[3 * index + 2],
                waitSeconds: numbers[3 * index + 3])
        }
        return RateVerdict(isAdmitted: numbers[0] == 1, standings: standings, isLocal: false)
    }

    private func alone(_ checks: [RateCheck]) -> RateVerdict {
        if watch.isConfigured { fallbacks.increment() }
        return windows.admit(checks.map { $0.shared(percent: localSharePercent) })
    }
}

extension RateCheck {
    fileprivate func shared(percent: Int) -> RateCheck {
        RateCheck(limit: limit.shared(percent: percent), key: key, cost: cost)
    }

    private init(limit: RateLimit, key: String, cost: Int) {
        self.limit = limit
        self.key = key
        self.cost = cost
    }
}
