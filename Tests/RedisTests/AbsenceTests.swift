import PrivateServers
import Redis
import ServiceLifecycle
import TestSupport
import Testing

@Suite("When Redis is away")
struct AbsenceTests {
    @Test("nobody listens: every command is unavailable, well within its deadline")
    func nobody() async throws {
        let url = "unix://" + (try TestDirectory.scratch()) + "/none.sock"
        try await withClient(url) { client in
            let began = ContinuousClock.now
            for _ in 0..<20 {
                await #expect(throws: RedisError.unavailable) {
                    try await client.send(RedisCommand("PING"), deadline: .seconds(60))
                }
            }
            #expect(ContinuousClock.now - began < .seconds(60))
        }
    }

    @Test("a client that was never run says unavailable at the deadline")
    func neverRun() async throws {
        let client = try RedisClient(url: await TestRedis.shared.url(), logger: quiet)
        await #expect(throws: RedisError.unavailable) {
            try await client.send(RedisCommand("PING"), deadline: .milliseconds(50))
        }
    }

    @Test("killed and started again under load: typed errors while it is away, then replies, none mismatched")
    func restarted() async throws {
        try await withOwnServer { client, server in
            #expect(await answersAgain(client))
            let tally = try await withThrowingTaskGroup(of: (wrong: Int, lost: Int).self) { group in
                for worker in 0..<8 {
                    group.addTask { await Self.askUntilBack(client, worker: worker) }
                }
                await server.kill9()
                await #expect(throws: RedisError.self) { try await client.send(RedisCommand("PING")) }
                try await server.restart()
                return try await group.reduce((wrong: 0, lost: 0)) { ($0.wrong + $1.wrong, $0.lost + $1.lost) }
            }
            #expect(tally.wrong == 0)
            #expect(tally.lost > 0)
        }
    }

    /// Asks until there was an outage and it is over.
    private static func askUntilBack(_ client: RedisClient, worker: Int) async -> (wrong: Int, lost: Int) {
        var tally = (wrong: 0, lost: 0)
        var number = 0
        while true {
            number += 1
            do throws(RedisError) {
                let reply = try await client.send(RedisCommand("ECHO", "\(worker):\(number)"), deadline: .seconds(60))
                if reply.text != "\(worker):\(number)" { tally.wrong += 1 }
                if tally.lost > 0 { return tally }
            } catch {
                if error != .unavailable { tally.wrong += 1 }
                tally.lost += 1
                await Task.yield()
            }
        }
    }

    @Test("frozen: commands time out at once at their deadline, and their late replies reach nobody else")
    func frozen() async throws {
        try await withOwnServer(connections: 1) { client, server in
            #expect(await answersAgain(client))
            await server.pause()
            let began = ContinuousClock.now
            let outcomes = await withTaskGroup(of: RedisError?.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        do throws(RedisError) {
                            _ = try await client.send(
                                RedisCommand("ECHO", "late \(number)"), deadline: .seconds(1))
                            return nil
                        } catch { return error }
                    }
                }
                return await group.reduce(into: [RedisError?]()) { $0.append($1) }
            }
            let took = ContinuousClock.now - began
            #expect(outcomes == Array(repeating: RedisError.timedOut, count: 100))
            #expect(took >= .seconds(1) && took < .seconds(30), "took \(took)")
            await server.resume()
            for number in 0..<50 {
                let reply = try await client.send(RedisCommand("ECHO", "fresh \(number)"), deadline: .seconds(60))
                #expect(reply.text == "fresh \(number)")
            }
        }
    }

    @Test("a connection that owes replies and stays silent is given up")
    func stalled() async throws {
        var limits = RedisLimits.patient
        limits.stallTimeout = .milliseconds(500)
        limits.connectTimeout = .milliseconds(300)
        try await withOwnServer(connections: 1, limits: limits) { client, server in
            #expect(await answersAgain(client))
            await server.pause()
            await #expect(throws: RedisError.timedOut) {
                try await client.send(RedisCommand("PING"), deadline: .seconds(1))
            }
            // This one finds the silence, and the new connection is not greeted either.
            await #expect(throws: RedisError.unavailable) {
                try await client.send(RedisCommand("PING"), deadline: .seconds(60))
            }
            await server.resume()
            #expect(await answersAgain(client))
        }
    }

    @Test("more than may wait is turned away at once")
    func bounded() async throws {
        var limits = RedisLimits.patient
        limits.commandsMax = 10
        try await withOwnServer(connections: 1, limits: limits) { client, server in
            #expect(await answersAgain(client))
            await server.pause()
            let outcomes = await withTaskGroup(of: RedisError?.self) { group in
                for _ in 0..<30 {
                    group.addTask {
                        do throws(RedisError) {
                            _ = try await client.send(RedisCommand("PING"), deadline: .seconds(3))
                            return nil
                        } catch { return error }
                    }
                }
                return await group.reduce(into: [RedisError?: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes == [.timedOut: 10, .unavailable: 20])
            await server.resume()
            #expect(await answersAgain(client))
        }
    }

    @Test("a cancelled task leaves at once, and the order of replies holds")
    func cancelled() async throws {
        try await withOwnServer(connections: 1) { client, server in
            #expect(await answersAgain(client))
            await server.pause()
            let waiting = Task { try await client.send(RedisCommand("ECHO", "cancelled"), deadline: .seconds(60)) }
            let next = Task { try await client.send(RedisCommand("ECHO", "next"), deadline: .seconds(60)) }
            waiting.cancel()
            await #expect(throws: RedisError.cancelled) { try await waiting.value }
            await server.resume()
            let reply = try await next.value
            #expect(reply.text == "next")
        }
    }

    @Test("graceful shutdown gives what is due its reply and refuses what comes later")
    func shutdown() async throws {
        let server = try await TestRedis.startOwn()
        let client = try RedisClient(url: server.url, limits: .patient, logger: quiet)
        let group = ServiceGroup(services: [client], logger: quiet)
        async let running: Void = group.run()
        #expect(await answersAgain(client))
        await server.pause()
        async let due = client.send(RedisCommand("ECHO", "due"), deadline: .seconds(60))
        async let probe = client.send(RedisCommand("PING"), deadline: .milliseconds(100))
        _ = try? await probe
        await group.triggerGracefulShutdown()
        await server.resume()
        #expect(try await due.text == "due")
        try await running
        await #expect(throws: RedisError.closed) { try await client.send(RedisCommand("PING")) }
        await server.stop()
    }
}
