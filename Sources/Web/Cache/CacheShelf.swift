import Redis

/// What is kept in Redis: entries with the versions of their tags, and the locks of those who fill them.
///
/// An entry is good while each of its tags has the version that it had before the value was read; a tag
/// that is gone ends its entries. So whoever reads before a change and stores after its invalidation keeps nothing,
/// and no lost or evicted tag brings an old entry back.
struct CacheShelf: Sendable {
    /// What a read waits for Redis at most, before it is done without.
    static let redisDeadline = Duration.milliseconds(250)
    /// A tag that nothing was stored under for so long is forgotten.
    static let tagSeconds = 7 * 86_400
    /// Who fills an entry and takes longer is overtaken.
    static let lockMilliseconds = 10_000
    private static let invalidationAttempts = 3

    let watch: RedisWatch
    /// Makes versions and lock tokens, no two alike.
    let token: @Sendable () -> String

    struct Look: Sendable {
        /// Nil where there is none that is good.
        let payload: [UInt8]?
        /// How long Redis keeps it.
        let remainingMilliseconds: Int
        /// Of the tags as they are now; empty for one that there is not.
        let versions: [String]
    }

    /// One round trip. Nil when Redis is away.
    func look(_ place: CachePlace) async -> Look? {
        let names = [place.entry] + place.tags
        let commands = [
            RedisCommand("MGET", arguments: names.map { Array($0.utf8) }), RedisCommand("PTTL", place.entry),
        ]
        return await watch.ask { redis, deadline throws(RedisError) in
            let replies = await redis.pipeline(commands, deadline: deadline)
            guard replies.count == 2, let values = try replies[0].get().array, values.count == names.count else {
                throw .protocolViolation
            }
            let versions = values.dropFirst().map { $0.text ?? "" }
            return Look(
                payload: Self.payload(values[0], versions),
                remainingMilliseconds: Int(try replies[1].get().integer ?? 0), versions: versions)
        }
    }

    /// The entry's first line names the versions that it was read under.
    private static func payload(_ value: RedisValue, _ versions: [String]) -> [UInt8]? {
        guard case .bytes(let bytes) = value, let end = bytes.firstIndex(of: 0x0A), !versions.contains("") else {
            return nil
        }
        return bytes[..<end].elementsEqual(versions.joined(separator: " ").utf8) ? Array(bytes[(end + 1)...]) : nil
    }

    /// The token of a lock gained; empty where another holds it. Nil when Redis is away.
    func lock(_ place: CachePlace) async -> String? {
        let token = token()
        let command = RedisCommand("SET", place.lock, token, "NX", "PX", "\(Self.lockMilliseconds)")
        return await watch.ask { redis, deadline throws(RedisError) in
            try await redis.send(command, deadline: deadline).isNull ? "" : token
        }
    }

    /// Keeps the payload unless a tag has changed since `versions` were seen, and frees the lock. True if kept.
    func store(
        _ payload: [UInt8], at place: CachePlace, versions: [String], milliseconds: Int, lock: String
    ) async -> Bool {
        let texts = ["\(milliseconds)", lock, token(), "\(Self.tagSeconds)"] + versions
        let arguments = [payload] + texts.map { Array($0.utf8) }
        let keys = [place.entry, place.lock] + place.tags
        return await watch.ask { redis, deadline throws(RedisError) in
            try await redis.evaluate(Self.storing, keys: keys, bytes: arguments, deadline: deadline).integer == 1
        } ?? false
    }

    func unlock(_ place: CachePlace, _ lock: String) async {
        _ = await watch.ask { redis, deadline throws(RedisError) in
            try await redis.evaluate(Self.unlocking, keys: [place.lock], arguments: [lock], deadline: deadline)
        }
    }

    /// Gives each tag a version that no entry has. False when Redis could not be told.
    func invalidate(_ tags: [String]) async -> Bool {
        let commands = tags.map { RedisCommand("SET", $0, token(), "EX", "\(Self.tagSeconds)") }
        for _ in 0..<Self.invalidationAttempts {
            let isTold = await watch.ask(insisting: true) { redis, deadline throws(RedisError) in
                for reply in await redis.pipeline(commands, deadline: deadline) { _ = try reply.get() }
                return true
            }
            if isTold == true { return true }
        }
        return false
    }

    private static let storing = RedisScript(
        """
        if redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('DEL', KEYS[2]) end
        local versions = {}
        for i = 3, #KEYS do
          local seen, kept = ARGV[i + 3], redis.call('GET', KEYS[i])
          if (kept or '') ~= seen then return 0 end
          versions[i - 2] = kept or ARGV[4]
        end
        for i = 3, #KEYS do redis.call('SET', KEYS[i], versions[i - 2], 'EX', ARGV[5]) end
        redis.call('SET', KEYS[1], table.concat(versions, ' ') .. '\\n' .. ARGV[1], 'PX', ARGV[2])
        return 1
        """)

    private static let unlocking = RedisScript(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0")
}
