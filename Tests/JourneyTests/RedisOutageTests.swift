import Foundation
import PrivateServers
import Tenancy
import TestSupport
import Testing

@testable import TravelHub

@Suite("Redis killed beneath a serving process")
struct RedisOutageTests {
    /// Longest that a starved machine may take to notice.
    private static let seconds = 60.0

    @Test("Sites go on, health warns, and all is well again once it is back, without a restart of ours")
    func outage() async throws {
        let fleet = try await TestFleet.make()
        let partners = [
            try await TestPartner.make("hinode", as: "sakura", .pooled, in: fleet),
            try await TestPartner.make("aurelia", as: "argenta", .schema, in: fleet),
        ]
        let redis = try await TestRedis.startOwn()
        try await RunningHub.run(1, on: fleet, redisURL: redis.url) { hubs in
            let hub = try #require(hubs.first)
            let markets = partners.map { Market($0, fleet, port: hub.port) }
            try await expectHealth("pass", hub)
            try await quoteAll(markets)
            await redis.kill9()
            try await expectHealth("warn", hub)
            #expect(try await hub.wire("platform.test").get("/readyz").status == 200)
            try await quoteAll(markets)
            try await redis.restart()
            try await expectHealth("pass", hub)
            try await quoteAll(markets)
        }
        await redis.stop()
        await fleet.close()
    }

    /// Each as somebody new, so that only the second of a pair is a double click, with Redis or without.
    private func quoteAll(_ markets: [Market]) async throws {
        for market in markets {
            let found = try await market.wire.get(Market.search + "&sort=price")
            let good = "{\"offer_id\":\"\(try found.expect("offer_id"))\"}"
            let access = UUID().uuidString
            let statuses = [
                try await market.wire.json("/api/quotes", [("x-booking-access", access)], good).status,
                try await market.wire.json("/api/quotes", [("x-booking-access", access)], good).status,
            ]
            #expect(statuses == [200, 409])
        }
    }

    private func expectHealth(_ status: String, _ hub: RunningHub) async throws {
        let start = ContinuousClock.now
        var body = ""
        repeat {
            body = try await hub.wire("platform.test").get("/healthz").body
            if body.hasPrefix("{\"status\":\"\(status)\"") { return }
        } while start.duration(to: .now) < .seconds(Self.seconds)
        Issue.record("health did not become \(status): \(body)")
    }
}
