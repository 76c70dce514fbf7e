import Foundation
import PrivateServers
import Redis
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("The cache of a tenant")
struct TenantCacheTests {
    static let read = CachedRead<[String]>.json(
        "names", version: 1, freshSeconds: 600, staleSeconds: 600, bytesMax: 100, tags: [.hotels, .texts])
    /// At its birth past its freshness.
    static let stale = CachedRead<[String]>.json("stale", version: 1, freshSeconds: 1, staleSeconds: 600)

    @Test("Reads once and gives the same to every process, each tenant its own")
    func readsOnce() async throws {
        try await CacheBench.with(processes: 2) { bench in
            for cache in bench.caches(of: bench.one) {
                let found = try await bench.get(cache, Self.read, "one")
                #expect(found == ["one 1"])
            }
            for cache in bench.caches(of: bench.two) {
                #expect(try await bench.get(cache, Self.read, "two") == ["two 2"])
            }
            let cache = bench.caches(of: bench.one)[0]
            #expect(try await bench.get(cache, Self.read, "one", ["de"]) == ["one 3"])
            #expect(try await bench.get(cache, Self.read, "one") == ["one 1"])
        }
    }

    @Test("A hit costs one round trip")
    func oneRoundTrip() async throws {
        try await CacheBench.with { bench in
            let cache = bench.caches(of: bench.one)[0]
            _ = try await bench.get(cache, Self.read, "one")
            let trips = try await bench.redis.roundTrips {
                for _ in 0..<20 { _ = try await bench.get(cache, Self.read, "one") }
            }
            #expect(trips == 20)
            #expect(bench.loads == 1)
        }
    }

    @Test("Is read by one for all who ask at once in two processes")
    func singleFlight() async throws {
        try await CacheBench.with(processes: 2) { bench in
            let caches = bench.caches(of: bench.one)
            let found = try await withThrowingTaskGroup(of: [String].self) { group in
                for number in 0..<100 {
                    group.addTask { try await bench.get(caches[number % 2], Self.read, "one") }
                }
                return try await group.reduce(into: Set<[String]>()) { $0.insert($1) }
            }
            #expect(found == [["one 1"]])
            #expect(bench.loads == 1)
        }
    }

    @Test("Whatever carries an invalidated tag is read anew, of that tenant only")
    func tags() async throws {
        try await CacheBench.with(processes: 2) { bench in
            let (mine, theirs) = (bench.caches(of: bench.one), bench.caches(of: bench.two))
            _ = try await bench.get(mine[0], Self.read, "one")
            _ = try await bench.get(theirs[0], Self.read, "two")
            #expect(await mine[1].invalidate(.texts))
            #expect(try await bench.get(mine[0], Self.read, "one") == ["one 3"])
            #expect(try await bench.get(theirs[0], Self.read, "two") == ["two 2"])
            #expect(await mine[1].invalidate(.other))
            #expect(try await bench.get(mine[0], Self.read, "one") == ["one 3"])
        }
    }

    @Test("What was read before an invalidation and stored after it is not kept")
    func overtaken() async throws {
        try await CacheBench.with(processes: 2) { bench in
            let caches = bench.caches(of: bench.one)
            _ = try await caches[0].value(Self.read, ["other"]) { ["there are tags now"] }
            let found = try await caches[0].value(Self.read) {
                let value = bench.load("before")
                await caches[1].invalidate(.hotels)
                return value
            }
            #expect(found == ["before 1"])
            #expect(try await bench.get(caches[1], Self.read, "after") == ["after 2"])
            #expect(try await bench.get(caches[0], Self.read, "after") == ["after 2"])
        }
    }

    @Test("A tag that Redis has lost ends its entries, and does not bring back older ones")
    func lostTag() async throws {
        try await CacheBench.with { bench in
            let cache = bench.caches(of: bench.one)[0]
            _ = try await bench.get(cache, Self.read, "one")
            _ = try await bench.redis.client.send(RedisCommand("DEL", CachePlace.tag(.hotels, of: bench.one)))
            #expect(try await bench.get(cache, Self.read, "one") == ["one 2"])
            #expect(try await bench.get(cache, Self.read, "one") == ["one 2"])
        }
    }

    @Test("Past its freshness is served, and read anew behind that by one")
    func staleWhileRevalidate() async throws {
        try await CacheBench.with { bench in
            let cache = bench.caches(of: bench.one)[0]
            _ = try await bench.get(cache, Self.stale, "one")
            try await bench.shorten(Self.stale, of: bench.one)
            #expect(try await bench.get(cache, Self.stale, "one") == ["one 1"])
            let isNew = try await comesTrue {
                try await bench.get(cache, Self.stale, "one") == ["one 2"]
            }
            #expect(isNew)
        }
    }

    @Test("A tenant that moved, or of which anything changed, finds nothing of before")
    func generations() async throws {
        try await CacheBench.with { bench in
            _ = try await bench.get(bench.caches(of: bench.one)[0], Self.read, "one")
            for (index, (generation, revision)) in [(2, 0), (1, 5)].enumerated() {
                let later = TenantEntry(
                    id: bench.one.id, number: 1, generation: Int32(generation), version: 1, isolation: .schema,
                    state: .active, revision: revision)
                let found = try await bench.get(bench.caches(of: later)[0], Self.read, "one")
                #expect(found == ["one \(index + 2)"])
            }
        }
    }

    @Test("What is too large, fails, or does not read is not kept")
    func notKept() async throws {
        try await CacheBench.with { bench in
            let cache = bench.caches(of: bench.one)[0]
            let large = String(repeating: "x", count: 101)
            for _ in 0..<2 {
                let found = try await cache.value(Self.read) { [large] }
                #expect(found == [large])
            }
            await #expect(throws: Problem.self) { try await cache.value(Self.read) { throw Problem.overload } }
            #expect(try await bench.get(cache, Self.read, "one") == ["one 1"])
            let place = CachePlace(bench.one, name: "stale", version: 1, parts: [], tags: [])
            _ = try await bench.redis.client.send(RedisCommand("SET", place.entry, "\n{nonsense", "EX", "900"))
            #expect(try await bench.get(cache, Self.stale, "one") == ["one 2"])
        }
    }

    @Test("Without Redis reads go to where they come from, and are kept again once it is back")
    func outage() async throws {
        try await CacheBench.with { bench in
            let cache = bench.caches(of: bench.one)[0]
            _ = try await bench.get(cache, Self.read, "one")
            await bench.redis.server.kill9()
            for number in 2...4 {
                #expect(try await bench.get(cache, Self.read, "one") == ["one \(number)"])
            }
            #expect(await !cache.invalidate(.hotels))
            try await bench.redis.server.restart()
            try await bench.redis.answers(bench.redis.client)
            bench.instant.advance(by: RedisWatch.pauseDefault)
            let kept = try await bench.get(cache, Self.read, "one")
            #expect(try await bench.get(cache, Self.read, "one") == kept)
        }
    }

    @Test("Every name begins with its tenant, in braces")
    func names() throws {
        let (one, two) = (SampleSites.entry(number: 1), SampleSites.entry(number: 2))
        let places = [one, two].map {
            CachePlace($0, name: "names", version: 1, parts: ["}{"], tags: [.hotels, .texts])
        }
        for (place, tenant) in zip(places, [one, two]) {
            for name in [place.entry, place.lock] + place.tags { #expect(name.hasPrefix("{\(tenant.id)}:")) }
        }
        #expect(Set(places.flatMap { [$0.entry, $0.lock] + $0.tags }).count == 8)
        #expect(
            CachePlace(one, name: "n", version: 1, parts: ["a", "b"], tags: [])
                != CachePlace(one, name: "n", version: 1, parts: ["ab"], tags: []))
    }
}
