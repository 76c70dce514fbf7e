import Foundation
import PrivateServers
import Redis
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("Limits in Redis")
struct RateLimiterTests {
    private static let seeds = UInt64(1)...(ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1" ? 40 : 4)

    @Test("Give the answers of the pure rule, limit for limit, over random hours", arguments: seeds)
    func sameAsModel(seed: UInt64) async throws {
        try await OwnRedis.with { own in
            var generator = SeededGenerator(seed: seed)
            let second = ManualCount(1_780_000_000)
            let limiter = Self.limiter(own.client, second)
            let model = LocalWindows { second.value }
            let limits = (0..<3).map { RateLimit("l\($0)", quota: Int.random(in: 2...30, using: &generator)) }
            var taken: [String: [(second: Int, cost: Int)]] = [:]
            for _ in 0..<1_200 {
                second.advance(by: Self.step(&generator))
                let checks = limits.filter { _ in Bool.random(using: &generator) }.map {
                    RateCheck(
                        $0, site: Bool.random(using: &generator) ? "one" : "two", sharer: "s",
                        cost: Int.random(in: 1...3, using: &generator))
                }
                guard !checks.isEmpty else { continue }
                let (found, expected) = (await limiter.admit(checks), model.admit(checks))
                #expect(!found.isLocal)
                #expect(found.isAdmitted == expected.isAdmitted)
                #expect(found.standings == expected.standings)
                guard found.isAdmitted else { continue }
                for check in checks { taken[check.key, default: []].append((second.value, check.cost)) }
            }
            for (key, taken) in taken {
                let limit = try #require(limits.first { key.contains(":rate:\($0.name):") })
                #expect(SlidingWindowTests.most(taken, within: 3_600) <= limit.quota, "\(key)")
            }
            #expect(taken.count == 6)
        }
    }

    @Test("Let exactly the limit through of 2,000 at once by two processes, on Redis's own clock")
    func exactAtOnce() async throws {
        try await OwnRedis.with(clients: 2) { own in
            let limiters = own.clients.map(Self.limiter)
            let check = RateCheck(RateLimit("key", quota: 500), site: "one", sharer: "key:1")
            let other = RateCheck(RateLimit("key", quota: 500), site: "two", sharer: "key:1")
            let admitted = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<2_000 {
                    group.addTask { await limiters[number % 2].admit([check]).isAdmitted }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(admitted == 500)
            #expect(await limiters[0].admit([other]).standings.map(\.remaining) == [499])
        }
    }

    @Test("Take from all of a request's limits or from none")
    func allOrNothing() async throws {
        try await OwnRedis.with { own in
            let limiter = Self.limiter(own.client)
            let wide = RateCheck(RateLimit("plan", quota: 10), site: "one", sharer: "all")
            let narrow = RateCheck(RateLimit("route", quota: 2), site: "one", sharer: "all")
            for left in [9, 8] {
                #expect(await limiter.admit([wide, narrow]).standings.map(\.remaining) == [left, left - 8])
            }
            let refused = await limiter.admit([wide, narrow])
            #expect(!refused.isAdmitted)
            #expect(refused.standings.map(\.remaining) == [8, 0])
            #expect(refused.standings.map { $0.waitSeconds > 0 } == [false, true])
            #expect(await limiter.admit([wide]).standings.map(\.remaining) == [7])
            let heavy = RateCheck(RateLimit("plan", quota: 10), site: "one", sharer: "all", cost: 8)
            #expect(await !limiter.admit([heavy]).isAdmitted)
        }
    }

    @Test("Cost one round trip, however many they are; none where nothing is limited")
    func oneRoundTrip() async throws {
        try await OwnRedis.with { own in
            let limiter = Self.limiter(own.client)
            let checks = ["plan", "key", "route"].map {
                RateCheck(RateLimit($0, quota: 1_000), site: "one", sharer: "s")
            }
            // The first brings the script.
            _ = await limiter.admit(checks)
            let trips = try await own.roundTrips { for _ in 0..<50 { _ = await limiter.admit(checks) } }
            let none = try await own.roundTrips { _ = await limiter.admit([]) }
            #expect(trips == 50)
            #expect(none == 0)
        }
    }

    @Test("While Redis is away are counted here, to a share; and exactly again once it is back")
    func outage() async throws {
        try await OwnRedis.with { own in
            let instant = ManualInstant()
            let watch = RedisWatch(
                redis: own.client, deadline: .seconds(60), without: "tests", logger: TestServer.logger,
                now: { instant.value })
            let limiter = RateLimiter(watch: watch, localSharePercent: 25, localSecond: { 0 })
            let check = RateCheck(RateLimit("plan", quota: 20), site: "one", sharer: "all")
            for _ in 0..<4 { #expect(await !limiter.admit([check]).isLocal) }
            await own.server.kill9()
            var passed = 0
            for _ in 0..<20 {
                let verdict = await limiter.admit([check])
                #expect(verdict.isLocal)
                #expect(verdict.standings.map(\.limit.quota) == [5])
                if verdict.isAdmitted { passed += 1 }
            }
            #expect(passed == 5)
            try await own.server.restart()
            try await own.answers(own.client)
            instant.advance(by: RedisWatch.pauseDefault)
            // What Redis knew went with it, as it keeps nothing on disk here.
            let back = await limiter.admit([check])
            #expect(!back.isLocal)
            #expect(back.standings.map(\.remaining) == [19])
        }
    }

    private static func limiter(_ client: RedisClient) -> RateLimiter {
        RateLimiter(redis: client, redisDeadline: .seconds(60), logger: TestServer.logger)
    }

    private static func limiter(_ client: RedisClient, _ second: ManualCount) -> RateLimiter {
        let watch = RedisWatch(redis: client, deadline: .seconds(60), without: "tests", logger: TestServer.logger)
        return RateLimiter(watch: watch, localSecond: { second.value }, givenSecond: { second.value })
    }

    /// Many at once, some in the next minutes, rarely hours later.
    private static func step(_ generator: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<40, using: &generator) {
        case 0: Int.random(in: 1_000...8_000, using: &generator)
        case 1...20: Int.random(in: 0...90, using: &generator)
        default: 0
        }
    }
}
