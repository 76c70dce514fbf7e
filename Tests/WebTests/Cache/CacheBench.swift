import Foundation
import Redis
import Synchronization
import Tenancy
import TestSupport
import Testing

@testable import Web

/// Caches of two tenants in some processes over one Redis, and a source that counts how often it is read.
struct CacheBench: Sendable {
    let redis: OwnRedis
    let instant: ManualInstant
    let one = SampleSites.entry(number: 1)
    let two = SampleSites.entry(number: 2)
    private let stores: [CacheStore]
    private let source = ManualCount(0)

    static func with(processes: Int = 1, _ body: @Sendable (CacheBench) async throws -> Void) async throws {
        try await OwnRedis.with(clients: processes) { redis in
            let instant = ManualInstant()
            let stores = redis.clients.map { client in
                CacheStore(
                    watch: RedisWatch(
                        redis: client, deadline: .seconds(60), without: "tests", logger: TestServer.logger,
                        now: { instant.value }),
                    logger: TestServer.logger, random: { 0.5 })
            }
            try await body(CacheBench(redis: redis, instant: instant, stores: stores))
        }
    }

    private init(redis: OwnRedis, instant: ManualInstant, stores: [CacheStore]) {
        self.redis = redis
        self.instant = instant
        self.stores = stores
    }

    /// One for each process.
    func caches(of tenant: TenantEntry) -> [TenantCache] { stores.map { $0.cache(tenant) } }

    /// What the cache gives for a word of the source.
    func get(
        _ cache: TenantCache, _ read: CachedRead<[String]>, _ word: String, _ parts: [String] = []
    ) async throws -> [String] {
        try await cache.value(read, parts) { load(word) }
    }

    /// What is read, numbered by how often anything was.
    func load(_ word: String) -> [String] {
        source.advance(by: 1)
        return ["\(word) \(source.value)"]
    }

    var loads: Int { source.value }

    /// Lets the time of an entry's freshness pass.
    func shorten<Value: Sendable>(_ read: CachedRead<Value>, of tenant: TenantEntry) async throws {
        let place = CachePlace(tenant, name: read.name, version: read.version, parts: [], tags: read.tags)
        let isThere = try await redis.client.send(
            RedisCommand("PEXPIRE", place.entry, "\(read.staleSeconds * 1_000)"))
        #expect(isThere == .integer(1))
    }
}

extension CacheTag {
    static let hotels = CacheTag("hotels")
    static let texts = CacheTag("texts")
    static let other = CacheTag("other")
}
