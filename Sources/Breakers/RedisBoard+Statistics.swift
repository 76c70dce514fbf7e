import Redis

/// What the scripts of the board have counted, for reading: they count in the round trip that they make anyway.
extension RedisBoard {
    /// Which breakers there are, by when a process first asked one.
    static let index = "breakers"
    /// What is counted is kept so long after the last call.
    static let countsKeptSeconds = 30 * 86_400
    /// A look that makes an operator wait says nothing of the service.
    private static let lookDeadline = Duration.seconds(2)

    static let outcomes = ["succeeded", "failed", "abandoned", "refused", "fallbacks", "opened"]

    /// Once for each process and breaker.
    func enter() async throws(RedisError) {
        let time = try await redis.send(RedisCommand("TIME"), deadline: Self.deadline)
        guard let second = time.array?.first?.integer else { throw .protocolViolation }
        for reply in await redis.pipeline(
            [
                RedisCommand("ZADD", Self.index, "\(second)", name),
                // Providers come and go: the first entered ones leave, so that the list does not grow for ever.
                RedisCommand("ZREMRANGEBYRANK", Self.index, "0", "-\(BreakerRegister.rememberedMax + 1)"),
            ], deadline: Self.deadline)
        { _ = try reply.get() }
    }

    func countFallback() async throws(RedisError) {
        _ = try await redis.send(
            RedisCommand("HINCRBY", "breaker:{\(name)}:counts", "fallbacks", "1"), deadline: Self.deadline)
    }

    /// Of the breakers that were last entered, in the order of their names.
    static func statistics(in redis: RedisClient, max: Int) async throws(RedisError) -> [BreakerStatistics] {
        let names =
            try await redis.send(
                RedisCommand("ZREVRANGE", index, "0", "\(max - 1)"), deadline: lookDeadline
            ).array?.compactMap(\.text) ?? []
        if names.isEmpty { return [] }
        let sorted = names.sorted()
        let asked = sorted.flatMap { name in
            [
                RedisCommand("HMGET", "breaker:{\(name)}", "phase"),
                RedisCommand(
                    "HMGET", arguments: (["breaker:{\(name)}:counts"] + outcomes).map { Array($0.utf8) }),
            ]
        }
        let replies = await redis.pipeline(asked, deadline: lookDeadline)
        guard replies.count == asked.count else { throw .protocolViolation }
        var found: [BreakerStatistics] = []
        for (place, name) in sorted.enumerated() {
            let phase = try replies[2 * place].get().array?.first?.text
            let numbers = try replies[2 * place + 1].get().array?.map { Int($0.integer ?? 0) } ?? []
            guard numbers.count == outcomes.count else { throw .protocolViolation }
            found.append(BreakerStatistics(name: name, phase: phase, shared: numbers))
        }
        return found
    }
}

extension BreakerStatistics {
    /// `numbers` in the order of `RedisBoard.outcomes`. What was forgotten is closed.
    fileprivate init(name: String, phase: String?, shared numbers: [Int]) {
        self.init(name: name)
        self.phase = phase.flatMap(BreakerPhase.init) ?? .closed
        isShared = true
        (succeeded, failed, abandoned) = (numbers[0], numbers[1], numbers[2])
        (refused, fallbacks, opened) = (numbers[3], numbers[4], numbers[5])
    }
}
