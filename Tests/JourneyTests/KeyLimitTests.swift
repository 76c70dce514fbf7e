import Foundation
import Identity
import Postgres
import PrivateServers
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("An API key's limit over two serving processes")
struct KeyLimitTests {
    /// What the limit is of.
    enum Bound: String, CaseIterable, Sendable {
        /// The key's own, on a plan of 5,000.
        case key
        /// The plan's, which is 500, of a key without one of its own.
        case plan

        /// A partner's folder with that plan.
        var folder: String { self == .key ? "hinode" : "halfway" }
        var keyLimit: Int? { self == .key ? 500 : nil }
    }

    @Test(
        "Of 2,000 requests at once with one key exactly the 500 allowed pass, and nobody else's key is touched",
        arguments: Bound.allCases)
    func exact(bound: Bound) async throws {
        let fleet = try await TestFleet.make()
        let partners = [
            try await TestPartner.make(bound.folder, as: "sakura", .pooled, in: fleet),
            try await TestPartner.make(bound.folder, as: "argenta", .schema, in: fleet),
        ]
        let keys = try await Self.keys(bound.keyLimit, of: partners, fleet)
        let redis = try await TestRedis.startOwn()
        // An address is counted apart, and tighter: keys have nothing of it.
        let environment = ["REDIS_URL": redis.url, "LIMITS_ANONYMOUS_PER_HOUR": "50"]
        try await ServedProcess.run(2, on: fleet, environment) { processes in
            let ports = processes.map(\.port)
            let flood = Burst(ports: ports, host: partners[0].host, key: keys[0])
            let counts = try await flood.send(2_000)
            #expect(counts == [200: 500, 429: 1_500])
            #expect(flood.policiesTold == [bound.policy], "counted otherwise, or by a process alone")
            // The same key, after all have come home: still none. Another key of the site has its own limit, and the
            // plan's is of them all.
            #expect(try await flood.send(20) == [429: 20])
            let second = Burst(ports: ports, host: partners[0].host, key: keys[1])
            #expect(try await second.send(20) == [bound == .key ? 200 : 429: 20])
            let other = Burst(ports: ports, host: partners[1].host, key: keys[2])
            #expect(try await other.send(20) == [200: 20])
        }
        await redis.stop()
        await fleet.close()
    }

    /// Two of the first partner's, one of the second's, made as its staff makes them.
    private static func keys(_ limit: Int?, of partners: [TestPartner], _ fleet: TestFleet) async throws -> [String] {
        let hub = try Hub(base: try await RunningHub.base(fleet))
        let owner = Caller(
            .account(fleet.identifiers.next(), session: fleet.identifiers.next()), rights: [], label: "owner")
        var keys: [String] = []
        for partner in [partners[0], partners[0], partners[1]] {
            let terms = APIKeyTerms(name: "flood", rights: [], ranges: [], limitPerHour: limit, expiresAt: nil)
            let made = try await hub.identity.keys.make(
                terms, by: owner, Actor("operator:test", requestID: nil), in: fleet.tenants.scope(partner.entry))
            keys.append("\(made.secret)")
        }
        for pool in [hub.app, hub.platformPool, hub.worker, hub.probe] { await pool.close() }
        return keys
    }
}

extension KeyLimitTests.Bound {
    /// As every answer tells it; `local` would stand in it if a process counted alone.
    fileprivate var policy: String {
        switch self {
        case .key: #""plan";q=5000;w=3600, "key";q=500;w=3600"#
        case .plan: #""plan";q=500;w=3600"#
        }
    }
}
