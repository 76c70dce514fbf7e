import PrivateServers
import Redis
import TestSupport
import Testing

@Suite("Subscriptions")
struct SubscriptionTests {
    @Test("hear what is published, tell of an outage, and hear again after it")
    func acrossRestart() async throws {
        try await withOwnServer { client, server in
            #expect(await answersAgain(client))
            var events = client.subscribe("news").makeAsyncIterator()
            #expect(await events.next() == .connected)
            #expect(try await client.send(RedisCommand("PUBLISH", "news", "one")) == .integer(1))
            #expect(await events.next() == .message(Array("one".utf8)))
            await server.kill9()
            #expect(await events.next() == .disconnected)
            try await server.restart()
            #expect(await events.next() == .connected)
            #expect(await answersAgain(client))
            #expect(try await client.send(RedisCommand("PUBLISH", "news", "two")) == .integer(1))
            #expect(await events.next() == .message(Array("two".utf8)))
        }
    }

    @Test("a frozen server is noticed by its silence")
    func frozen() async throws {
        var limits = RedisLimits.patient
        limits.subscriptionPing = .milliseconds(100)
        limits.connectTimeout = .milliseconds(300)
        try await withOwnServer(limits: limits) { client, server in
            var events = client.subscribe("news").makeAsyncIterator()
            #expect(await events.next() == .connected)
            await server.pause()
            #expect(await events.next() == .disconnected)
            await server.resume()
            #expect(await events.next() == .connected)
        }
    }

    @Test("a slow reader is told that it missed something, and the newest is kept")
    func slowReader() async throws {
        var limits = RedisLimits.patient
        limits.subscriptionBufferMax = 4
        try await withOwnServer(limits: limits) { client, _ in
            var events = client.subscribe("news").makeAsyncIterator()
            #expect(await events.next() == .connected)
            for number in 0..<20 {
                _ = try await client.send(RedisCommand("PUBLISH", "news", "\(number)"))
            }
            var seen: [RedisEvent] = []
            while seen.last != .message(Array("19".utf8)), let event = await events.next() { seen.append(event) }
            #expect(seen.contains(.missed))
            #expect(seen.count < 20)
        }
    }

    @Test("end with the client, and a dropped stream unsubscribes")
    func ends() async throws {
        let server = try await TestRedis.startOwn()
        let stream = try await withClient(server.url) { client in
            #expect(await answersAgain(client))
            do {
                var dropped = client.subscribe("dropped").makeAsyncIterator()
                #expect(await dropped.next() == .connected)
            }
            while try await client.send(RedisCommand("PUBLISH", "dropped", "x")) != .integer(0) { await Task.yield() }
            return client.subscribe("kept")
        }
        for await _ in stream {}
        await server.stop()
    }
}
