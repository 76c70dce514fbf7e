import Redis

/// The rule of `AttemptBook` in Redis, on Redis's own clock.
///
/// Keys: of the pair (`n` attempts, `at` the next one), the account (attempts), the address (`n`, `at`), and whether
/// they know each other.
enum AttemptScript {
    /// Answers the milliseconds to wait, 0 for an attempt that was let through and counted.
    static let admitOnRedisClock = RedisScript(
        admit(clock: "(function() local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000) end)()"))

    /// For tests: the last argument is the time.
    static let admitOnGivenClock = RedisScript(admit(clock: "tonumber(ARGV[#ARGV])"))

    static func arguments(_ policy: AttemptPolicy) -> [String] {
        [
            policy.firstDelaySeconds, policy.pairFree, policy.pairDelayMaxSeconds, policy.accountFree,
            policy.challengeMaxSeconds, policy.addressFree, policy.addressDelayMaxSeconds, policy.forgetSeconds,
        ].map { "\($0)" }
    }

    private static func admit(clock: String) -> String {
        """
        local now = \(clock)
        local first, forget = tonumber(ARGV[1]), tonumber(ARGV[8])
        local function delay(count, free, most)
          if count < free then return 0 end
          return 1000 * math.min(first * 2 ^ math.min(count - free, \(AttemptPolicy.doublingsMax)), most)
        end
        local pair = redis.call('HMGET', KEYS[1], 'n', 'at')
        local tries, ready = tonumber(pair[1]) or 0, tonumber(pair[2]) or 0
        local known = redis.call('EXISTS', KEYS[4]) == 1
        local address = redis.call('HMGET', KEYS[3], 'n', 'at')
        local account = tonumber(redis.call('GET', KEYS[2])) or 0
        if not known then
          ready = math.max(ready, tonumber(address[2]) or 0)
          local challenge = delay(account, tonumber(ARGV[4]), tonumber(ARGV[5]))
          if not pair[2] and challenge > 0 then
            redis.call('HSET', KEYS[1], 'n', 0, 'at', now + challenge)
            redis.call('EXPIRE', KEYS[1], forget)
            ready = math.max(ready, now + challenge)
          end
        end
        if ready > now then return ready - now end
        tries = tries + 1
        redis.call('HSET', KEYS[1], 'n', tries, 'at', now + delay(tries, tonumber(ARGV[2]), tonumber(ARGV[3])))
        redis.call('EXPIRE', KEYS[1], forget)
        if not known then
          redis.call('SET', KEYS[2], account + 1, 'EX', forget)
          local count = (tonumber(address[1]) or 0) + 1
          redis.call('HSET', KEYS[3], 'n', count, 'at', now + delay(count, tonumber(ARGV[6]), tonumber(ARGV[7])))
          redis.call('EXPIRE', KEYS[3], forget)
        end
        return 0
        """
    }

    /// Takes the pair's attempts back from the account and the address, and makes the two known.
    static let relieve = RedisScript(
        """
        local tries = tonumber(redis.call('HGET', KEYS[1], 'n')) or 0
        redis.call('DEL', KEYS[1])
        if redis.call('EXISTS', KEYS[4]) == 0 then
          local account = tonumber(redis.call('GET', KEYS[2])) or 0
          if account > 0 then redis.call('SET', KEYS[2], math.max(0, account - tries), 'KEEPTTL') end
          local address = tonumber(redis.call('HGET', KEYS[3], 'n')) or 0
          if address > 0 then redis.call('HSET', KEYS[3], 'n', math.max(0, address - tries), 'at', 0) end
        end
        redis.call('SET', KEYS[4], 1, 'EX', ARGV[1])
        return 0
        """)
}
