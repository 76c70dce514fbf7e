import Redis
import TestSupport
import Testing

@Suite("Commands")
struct CommandTests {
    @Test("a thousand at once over two connections each get their own reply")
    func matched() async throws {
        try await withClient(await TestRedis.shared.url()) { client in
            let mismatches = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<1_000 {
                    group.addTask {
                        let reply = try? await client.send(
                            RedisCommand("ECHO", "number \(number)"))
                        return reply?.text != "number \(number)"
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(mismatches == 0)
        }
    }

    @Test("values are bytes: empty, binary, line ends and eight megabytes come back as they went")
    func bytes() async throws {
        try await withClient(await TestRedis.shared.url()) { client in
            var big = Array(UInt8.min...UInt8.max)
            while big.count < 8 * 1024 * 1024 { big += big }
            for value in [[], [0, 13, 10, 255, 36], Array("$5\r\nhello\r\n".utf8), big] {
                let key = Array(freshKey().utf8)
                let set = try await client.send(RedisCommand("SET", arguments: [key, value]))
                #expect(set == .status("OK"))
                let got = try await client.send(RedisCommand("GETDEL", arguments: [key]))
                #expect(got == .bytes(value), "a value of \(value.count) bytes")
            }
        }
    }

    @Test("every kind of reply has its own value")
    func kinds() async throws {
        try await withClient(await TestRedis.shared.url()) { client in
            let key = freshKey()
            #expect(try await client.send(RedisCommand("GET", key)).isNull)
            #expect(try await client.send(RedisCommand("INCRBY", key, "-7")) == .integer(-7))
            #expect(try await client.send(RedisCommand("GET", key)).integer == -7)
            let list = try await client.send(RedisCommand("MGET", key, key + "none"))
            #expect(list.array == [.bytes(Array("-7".utf8)), .null])
            #expect(try await client.send(RedisCommand("LRANGE", key + "none", "0", "-1")) == .array([]))
        }
    }

    @Test("an error reply is thrown with Redis' own words, and in a pipeline it fails only its command")
    func errors() async throws {
        try await withClient(await TestRedis.shared.url()) { client in
            let key = freshKey()
            _ = try await client.send(RedisCommand("SET", key, "v"))
            let error = await #expect(throws: RedisError.self) {
                try await client.send(RedisCommand("LPUSH", key, "x"))
            }
            guard case .server(let message)? = error else {
                return #expect(Bool(false), "\(String(describing: error))")
            }
            #expect(message.hasPrefix("WRONGTYPE"))
            let replies = await client.pipeline([
                RedisCommand("GET", key), RedisCommand("LPUSH", key, "x"), RedisCommand("STRLEN", key),
            ])
            #expect(replies == [.success(.bytes([0x76])), .failure(.server(message)), .success(.integer(1))])
        }
    }

    @Test("a transaction in one batch answers as one, with an error inside its array")
    func transaction() async throws {
        try await withClient(await TestRedis.shared.url()) { client in
            let key = freshKey()
            let replies = await client.pipeline([
                RedisCommand("MULTI"), RedisCommand("SET", key, "1"), RedisCommand("LPOP", key),
                RedisCommand("INCR", key),
                RedisCommand("EXEC"),
            ])
            guard case .success(.array(let results))? = replies.last, results.count == 3 else {
                return #expect(Bool(false), "\(replies)")
            }
            #expect(results[0] == .status("OK"))
            if case .error(let message) = results[1] {
                #expect(message.hasPrefix("WRONGTYPE"))
            } else {
                Issue.record("\(results)")
            }
            #expect(results[2] == .integer(2))
        }
    }

    @Test(
        "commands that would disturb the others on a shared connection are refused",
        arguments: ["subscribe", "MONITOR", "SELECT", "blpop", "MULTI", "CLIENT"])
    func refused(name: String) async throws {
        try await withClient(await TestRedis.shared.url()) { client in
            await #expect(throws: RedisError.refused(name.uppercased())) {
                try await client.send(RedisCommand(name, "x", "1"))
            }
            let reply = try await client.send(RedisCommand("PING"))
            #expect(reply == .status("PONG"))
        }
    }

    @Test("a script is sent once, then by digest, and again when Redis has forgotten it")
    func scripts() async throws {
        try await withOwnServer { client, _ in
            let script = RedisScript("return {KEYS[1], ARGV[1], redis.call('incr', KEYS[1])}")
            let key = freshKey()
            func run() async throws -> Int64? {
                let reply = try await client.evaluate(script, keys: [key], arguments: ["ä"])
                #expect(reply.array?[1].text == "ä")
                return reply.array?[2].integer
            }
            #expect(try await run() == 1)
            #expect(try await client.send(RedisCommand("SCRIPT", "EXISTS", script.digest)) == .array([.integer(1)]))
            #expect(try await run() == 2)
            _ = try await client.send(RedisCommand("SCRIPT", "FLUSH"))
            #expect(try await run() == 3)
            await #expect(throws: RedisError.self) {
                try await client.evaluate(RedisScript("return redis.error_reply('MINE no')"), keys: [], arguments: [])
            }
        }
    }
}
