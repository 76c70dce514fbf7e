import Redis

/// One state for all processes: `BreakerState` once more as two scripts, on Redis' own clock.
struct RedisBoard: BreakerBoard {
    /// What nobody has asked for this long is forgotten, that is, closed.
    static let keptMilliseconds = 3_600_000
    /// A breaker that makes its callers wait would be one more thing that fails.
    static let deadline = Duration.milliseconds(250)

    let name: String
    let policy: BreakerPolicy
    let redis: RedisClient

    func admit() async throws -> (admission: Admission, phase: BreakerPhase) {
        let reply = try await redis.evaluate(
            Self.admission, keys: keys,
            arguments: [policy.probesMax, policy.probeMilliseconds, kept, Self.countsKeptSeconds].map(String.init),
            deadline: Self.deadline)
        let (words, phase) = try Self.read(reply, count: 4)
        if words[0] == 0 { return (.refused(retryMilliseconds: words[1]), phase) }
        return (.pass(Pass(era: words[1], probe: words[2] < 0 ? nil : words[2])), phase)
    }

    func report(_ pass: Pass, _ outcome: CallOutcome) async throws -> BreakerPhase {
        let numbers = [
            pass.era, pass.probe ?? -1, policy.windowMilliseconds, policy.failuresMin, policy.failuresPercent,
            policy.openMilliseconds, policy.successesToClose, kept, Self.countsKeptSeconds,
        ]
        let reply = try await redis.evaluate(
            Self.report, keys: keys, arguments: [Self.word(outcome)] + numbers.map(String.init), deadline: Self.deadline
        )
        return try Self.read(reply, count: 1).phase
    }

    private var keys: [String] { ["breaker:{\(name)}", "breaker:{\(name)}:probes", "breaker:{\(name)}:counts"] }
    private var kept: Int { max(Self.keptMilliseconds, 2 * policy.openMilliseconds) }

    private static func word(_ outcome: CallOutcome) -> String {
        switch outcome {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .abandoned: "abandoned"
        }
    }

    /// Numbers, and last the phase.
    private static func read(_ reply: RedisValue, count: Int) throws -> (numbers: [Int], phase: BreakerPhase) {
        guard case .array(let values) = reply, values.count == count,
            let phase = values.last?.text.flatMap(BreakerPhase.init)
        else { throw RedisError.protocolViolation }
        let numbers = values.dropLast().compactMap { $0.integer.map(Int.init) }
        guard numbers.count == count - 1 else { throw RedisError.protocolViolation }
        return (numbers, phase)
    }

    private static let admission = RedisScript(
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local held = redis.call('HMGET', KEYS[1], 'phase', 'until', 'era')
        local phase, era = held[1] or 'closed', tonumber(held[3] or '0')
        local function refuse(left)
          redis.call('HINCRBY', KEYS[3], 'refused', 1)
          redis.call('EXPIRE', KEYS[3], ARGV[4])
          return {0, left, -1, phase}
        end
        if phase == 'closed' then return {1, era, -1, phase} end
        if phase == 'open' then
          local left = tonumber(held[2]) - now
          if left > 0 then return refuse(left) end
          phase, era = 'half_open', era + 1
          redis.call('HSET', KEYS[1], 'phase', phase, 'era', era, 'successes', 0)
          redis.call('DEL', KEYS[2])
        end
        redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%d', now))
        if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[1]) then
          local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
          return refuse(math.max(1, (tonumber(first[2]) or now) - now))
        end
        local probe = redis.call('HINCRBY', KEYS[1], 'probe', 1)
        redis.call('ZADD', KEYS[2], string.format('%d', now + ARGV[2]), probe)
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        redis.call('PEXPIRE', KEYS[2], ARGV[3])
        return {1, era, probe, phase}
        """)

    private static let report = RedisScript(
        """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local outcome, era, probe = ARGV[1], tonumber(ARGV[2]), ARGV[3]
        local window, failures_min, percent = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
        local held = redis.call('HMGET', KEYS[1], 'phase', 'era', 'window', 'calls', 'failures', 'successes')
        local phase = held[1] or 'closed'
        redis.call('HINCRBY', KEYS[3], outcome, 1)
        redis.call('EXPIRE', KEYS[3], ARGV[10])
        if era ~= tonumber(held[2] or '0') or phase == 'open' then return {phase} end
        local function enter(next)
          redis.call('HSET', KEYS[1], 'phase', next, 'era', era + 1, 'window', 0, 'calls', 0, 'failures', 0,
            'successes', 0, 'until', string.format('%d', now + ARGV[7]))
          redis.call('DEL', KEYS[2])
          if next == 'open' then redis.call('HINCRBY', KEYS[3], 'opened', 1) end
          phase = next
        end
        if phase == 'closed' then
          if outcome == 'abandoned' then return {phase} end
          local start, calls, failures = tonumber(held[3] or '0'), tonumber(held[4] or '0'), tonumber(held[5] or '0')
          if now - start >= window then start, calls, failures = now, 0, 0 end
          calls = calls + 1
          if outcome == 'failed' then failures = failures + 1 end
          if failures >= failures_min and failures * 100 >= percent * calls then enter('open')
          else
            redis.call('HSET', KEYS[1], 'window', string.format('%d', start), 'calls', calls, 'failures', failures)
          end
        elseif redis.call('ZREM', KEYS[2], probe) == 1 then
          if outcome == 'failed' then enter('open')
          elseif outcome == 'succeeded' then
            local successes = tonumber(held[6] or '0') + 1
            if successes >= tonumber(ARGV[8]) then enter('closed')
            else redis.call('HSET', KEYS[1], 'successes', successes) end
          end
        end
        redis.call('PEXPIRE', KEYS[1], ARGV[9])
        return {phase}
        """)
}
