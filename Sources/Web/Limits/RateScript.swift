import Redis

/// The rule of `SlidingWindow` in Redis: several limits are looked at and taken from, all or none, in one
/// call on Redis's own clock, so that any number of processes count as one.
///
/// Keys: one hash a limit, of bucket → units and `n` (their sum), `o` (the oldest bucket that holds any),
/// `l` (the last bucket seen). Arguments: quota, seconds of a bucket and cost of each. Answer: 1 or 0, then for each
/// limit what remains, the seconds until units come back, and the seconds until the cost fits.
enum RateScript {
    static let onRedisClock = RedisScript(source(clock: "tonumber(redis.call('TIME')[1])"))

    /// For tests of hours in seconds: the last argument is the time.
    static let onGivenClock = RedisScript(source(clock: "tonumber(ARGV[#ARGV])"))

    private static func source(clock: String) -> String {
        """
        local window = \(RateLimit.bucketCount)
        local second = \(clock)
        local seen, admitted = {}, 1
        for i, key in ipairs(KEYS) do
          local quota, span, cost = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
          local now = math.floor(second / span)
          local kept = redis.call('HMGET', key, 'n', 'o', 'l')
          local total, oldest, last = tonumber(kept[1]) or 0, tonumber(kept[2]) or now, tonumber(kept[3]) or now
          if last > now + window then
            redis.call('DEL', key)
            total, oldest, last = 0, now, now
          end
          now = math.max(now, last)
          local stale = oldest < now - window
          while total > 0 and oldest < now - window do
            total = total - (tonumber(redis.call('HGET', key, oldest)) or 0)
            redis.call('HDEL', key, oldest)
            oldest = oldest + 1
          end
          if total == 0 then oldest = now end
          while stale and oldest < now and redis.call('HEXISTS', key, oldest) == 0 do oldest = oldest + 1 end
          local wait, excess, bucket = 0, total + cost - quota, oldest
          if excess > 0 then
            admitted = 0
            while bucket < now do
              excess = excess - (tonumber(redis.call('HGET', key, bucket)) or 0)
              if excess <= 0 then break end
              bucket = bucket + 1
            end
            wait = (bucket + window + 1) * span - second
          end
          if stale then redis.call('HSET', key, 'n', total, 'o', oldest, 'l', now) end
          seen[i] = {total = total, oldest = oldest, now = now, quota = quota, span = span, cost = cost, wait = wait}
        end
        local answer = {admitted}
        for i, key in ipairs(KEYS) do
          local s = seen[i]
          if admitted == 1 then
            s.total = s.total + s.cost
            redis.call('HINCRBY', key, s.now, s.cost)
            redis.call('HSET', key, 'n', s.total, 'o', s.oldest, 'l', s.now)
            redis.call('EXPIRE', key, (window + 2) * s.span)
          end
          answer[#answer + 1] = math.max(0, s.quota - s.total)
          answer[#answer + 1] = s.total > 0 and (s.oldest + window + 1) * s.span - second or 0
          answer[#answer + 1] = s.wait
        end
        return answer
        """
    }
}
