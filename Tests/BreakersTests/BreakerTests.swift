import Breakers
import PrivateServers
import Redis
import TestSupport
import Testing

@Suite("A breaker before a service")
struct BreakerTests {
    struct Trouble: Error {}
    struct SaysNo: Error {}

    private var policy: BreakerPolicy {
        var policy = BreakerPolicy()
        policy.failuresMin = 2
        policy.openMilliseconds = 600_000
        return policy
    }

    private func fail(_ breaker: Breaker, times: Int) async {
        for _ in 0..<times { await #expect(throws: Trouble.self) { try await breaker.call { throw Trouble() } } }
    }

    @Test("Open it does not call; the fallback stands in, or the caller is told")
    func fallback() async throws {
        let breaker = Breaker(name: "mail", policy: policy, redis: nil)
        await fail(breaker, times: 2)
        await #expect(throws: BreakerOpen.self) {
            try await breaker.call { Issue.record("called though open") }
        }
        let answer = try await breaker.call({ "service" }, fallback: { _ in "fallback" })
        #expect(answer == "fallback")
        let seen = breaker.statistics
        #expect(seen.phase == .open && seen.failed == 2 && seen.refused == 2 && seen.fallbacks == 1)
        #expect(seen.opened == 1 && !seen.isShared)
    }

    @Test("A service that says no is there: refusals of a request do not open it")
    func refusals() async throws {
        let breaker = Breaker(name: "mail", policy: policy, redis: nil)
        for _ in 0..<10 {
            await #expect(throws: SaysNo.self) {
                try await breaker.call(isFailure: { !($0 is SaysNo) }) { throw SaysNo() }
            }
        }
        #expect(breaker.statistics.phase == .closed && breaker.statistics.succeeded == 10)
    }

    @Test("What one process found broken, another does not call")
    func shared() async throws {
        let name = RunningRedis.freshName()
        try await RunningRedis.with(url: try await TestRedis.shared.url()) { client in
            let one = Breaker(name: name, policy: policy, redis: client)
            let other = Breaker(name: name, policy: policy, redis: client)
            let stranger = Breaker(name: RunningRedis.freshName(), policy: policy, redis: client)
            await fail(one, times: 2)
            await #expect(throws: BreakerOpen.self) {
                try await other.call { Issue.record("called though another process opened it") }
            }
            #expect(other.statistics.isShared && other.statistics.phase == .open)
            let through = try await stranger.call { "through" }
            #expect(through == "through")
        }
    }

    @Test("Redis gone, each process goes by what it has seen itself, and back by Redis when it returns")
    func redisAway() async throws {
        let server = try await TestRedis.startOwn()
        try await RunningRedis.with(url: server.url) { client in
            let breaker = Breaker(name: "mail", policy: policy, redis: client)
            await fail(breaker, times: 1)
            #expect(breaker.statistics.isShared)
            await server.stop()
            let through = try await breaker.call { "through" }
            #expect(through == "through")
            #expect(!breaker.statistics.isShared)
            await fail(breaker, times: 1)
            await #expect(throws: BreakerOpen.self) { try await breaker.call {} }
        }
    }

    @Test("What all processes have seen of a breaker is read by any of them; without Redis each tells its own")
    func statistics() async throws {
        try await RunningRedis.with(url: try await TestRedis.shared.url()) { client in
            let name = RunningRedis.freshName()
            var three = policy
            three.failuresMin = 3
            let (one, other) = (BreakerRegister(redis: client), BreakerRegister(redis: client))
            _ = try await other.breaker(name, policy: three).call { "through" }
            await fail(one.breaker(name, policy: three), times: 3)
            #expect(one.breaker(name) === one.breaker(name))
            await #expect(throws: BreakerOpen.self) { try await other.breaker(name).call {} }
            let stand = try await other.breaker(name).call({ "service" }, fallback: { _ in "kept" })
            #expect(stand == "kept")
            for register in [one, other, BreakerRegister(redis: client)] {
                let seen = try #require(await register.statistics().first { $0.name == name })
                #expect(seen.phase == .open && seen.isShared && seen.opened == 1)
                #expect(seen.succeeded == 1 && seen.failed == 3 && seen.refused == 2 && seen.fallbacks == 1)
            }
        }
        let alone = BreakerRegister(redis: nil)
        await fail(alone.breaker("mail", policy: policy), times: 2)
        _ = try await alone.breaker("other").call { "through" }
        let told = await alone.statistics()
        #expect(told.map(\.name) == ["mail", "other"] && told.map(\.phase) == [.open, .closed])
        #expect(told.allSatisfy { !$0.isShared })
    }
}
