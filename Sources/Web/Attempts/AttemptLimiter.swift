import Foundation
package import Logging
import Metrics
package import Redis
package import Vocabulary

/// Slows guessing down without locking anyone out: by account, by address, and by the two together.
///
/// The rule: an attempt counts when it is admitted and is taken back by `succeeded`, so that a thousand at once are
/// a thousand. One address on one account waits ever longer. An address that tries many accounts waits, too. An
/// account that many addresses try makes a new address wait once before its first attempt, by a time of
/// that address's own: an attacker can neither use it up for the owner nor reach the addresses from which the
/// owner has logged in before. Attempts on names that do not exist count alike.
///
/// One round trip for each call, all keys in `{tenant}`. While Redis is away each process keeps the same
/// books by itself.
package struct AttemptLimiter: Sendable {
    private let watch: RedisWatch
    private let book: AttemptBook
    /// Set by tests only: a clock instead of Redis's own.
    private let givenMilliseconds: (@Sendable () -> Int)?
    private let refusals = Counter(label: "attempts_refused")

    package init(
        redis: RedisClient? = nil, redisDeadline: Duration = RateLimiter.redisDeadline, logger: Logger
    ) {
        let start = ContinuousClock.now
        self.init(
            watch: RedisWatch(
                redis: redis, deadline: redisDeadline, without: "attempts are counted by each process", logger: logger),
            localMilliseconds: {
                let passed = start.duration(to: .now).components
                return Int(passed.seconds * 1_000 + passed.attoseconds / 1_000_000_000_000_000)
            })
    }

    init(
        watch: RedisWatch, localMilliseconds: @escaping @Sendable () -> Int,
        givenMilliseconds: (@Sendable () -> Int)? = nil
    ) {
        self.watch = watch
        self.givenMilliseconds = givenMilliseconds
        book = AttemptBook(milliseconds: localMilliseconds)
    }

    /// Lets an attempt through to be judged, or says how long to wait.
    ///
    /// - Parameter tenant: nil for the platform's own accounts.
    /// - Throws: `attempts.too_many` with `Retry-After`.
    package func admit(
        tenant: TenantID?, subject: AttemptSubject, policy: AttemptPolicy
    ) async throws(Problem) -> Attempt {
        let keys = AttemptKeys(tenant: tenant, subject: subject, policy: policy)
        let wait = await together(keys, policy) ?? book.admit(keys, policy)
        guard wait == 0 else {
            refusals.increment()
            throw .attemptsTooMany(seconds: (wait + 999) / 1_000)
        }
        return Attempt(limiter: self, keys: keys, policy: policy)
    }

    fileprivate func relieve(_ keys: AttemptKeys, _ policy: AttemptPolicy) async {
        book.relieve(keys, policy)
        let call = (keys: keys.all, arguments: ["\(policy.knownSeconds)"])
        _ = await watch.ask { redis, deadline throws(RedisError) in
            try await redis.evaluate(
                AttemptScript.relieve, keys: call.keys, arguments: call.arguments, deadline: deadline)
        }
    }

    private func together(_ keys: AttemptKeys, _ policy: AttemptPolicy) async -> Int? {
        var arguments = AttemptScript.arguments(policy)
        var script = AttemptScript.admitOnRedisClock
        if let givenMilliseconds {
            script = AttemptScript.admitOnGivenClock
            arguments.append("\(givenMilliseconds())")
        }
        let call = (script: script, arguments: arguments)
        return await watch.ask { redis, deadline throws(RedisError) in
            let reply = try await redis.evaluate(
                call.script, keys: keys.all, arguments: call.arguments, deadline: deadline)
            guard let wait = reply.integer else { throw .protocolViolation }
            return Int(wait)
        }
    }
}

/// An attempt that was let through.
package struct Attempt: Sendable {
    fileprivate let limiter: AttemptLimiter
    fileprivate let keys: AttemptKeys
    fileprivate let policy: AttemptPolicy

    /// Takes back what this address has tried on this account, and remembers that it may. What it tried on
    /// others stays: a log-in to an account of one's own buys no guesses at those of others.
    package func succeeded() async { await limiter.relieve(keys, policy) }
}

/// Where the counts of an attempt lie. Names are digests: whoever reads the keys learns no account.
struct AttemptKeys: Hashable, Sendable {
    let pair: String
    let account: String
    let address: String
    let known: String

    init(tenant: TenantID?, subject: AttemptSubject, policy: AttemptPolicy) {
        let prefix = "{\(tenant?.description ?? "platform")}:attempt:\(policy.name)"
        let address = RateAddress.text(subject.address)
        let account = Data(IdempotencyKey.digest([subject.account])).base64EncodedString()
        pair = "\(prefix):pair:\(account):\(address)"
        self.account = "\(prefix):account:\(account)"
        self.address = "\(prefix):address:\(address)"
        known = "\(prefix):known:\(account):\(address)"
    }

    /// In the order of `AttemptScript`.
    var all: [String] { [pair, account, address, known] }
}

extension Problem {
    static func attemptsTooMany(seconds: Int) -> Problem {
        Problem(429, "attempts.too_many", ["seconds": .number(seconds)], retryAfterSeconds: seconds)
    }
}
