import Foundation
import NIOHTTP1
import PrivateServers
import Synchronization
import Tenancy
import TestSupport
import Testing

@Suite("PostgreSQL away under load", .serialized)
struct OutageTests {
    static let clientsPerSite = 3
    /// Bookings that are settled before, between and after the outages, at least.
    static let bookingsBetween = 12
    static let refusalsMin = 10
    /// For the server to come back, on a starved machine; each wait asks, none sleeps.
    static let patience = Duration.seconds(60)
    /// The deadline of a request, and what a starved machine needs to say so.
    static let requestMax = Duration.seconds(40)

    @Test("Is told as such at once, ends by itself, and no booking is lost or made twice")
    func killedAndRestarted() async throws {
        let server = try await PrivatePostgres.start(
            PrivateServerOptions(directory: try TestDirectory.make(), removedAtEnd: true, connectionsMax: 200),
            logger: TestDirectory.logger)
        let fleet = try await TestFleet.make(on: server)
        let partners = [
            try await TestPartner.make("halfway", as: "pool", .pooled, in: fleet),
            try await TestPartner.make("hinode", as: "own", .schema, in: fleet),
        ]
        try await RunningHub.run(1, on: fleet) { hubs in
            let markets = partners.map { Market($0, fleet, port: hubs[0].port) }
            for market in markets { try await market.setStock(1_000, of: try await market.hotel()) }
            let log = OutageLog()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (site, market) in markets.enumerated() {
                    let hotel = try await market.hotel()
                    for index in 0..<Self.clientsPerSite {
                        group.addTask {
                            try await OutageClient(market: market, hotel: hotel, name: "\(site)-\(index)", log: log)
                                .run()
                        }
                    }
                }
                try await Self.storm(server, hubs[0], log)
                log.stop()
                try await group.waitForAll()
            }
            try await Self.settle(markets, log)
            try await Self.hearsAgain(hubs[0], of: partners[0], fleet)
        }
        await fleet.close()
        await server.stop(mode: .immediate)
    }

    /// Once without warning, once in order; the process that serves is never touched.
    private static func storm(_ server: PrivatePostgres, _ hub: RunningHub, _ log: OutageLog) async throws {
        for isKilled in [true, false] {
            try await bookings(bookingsBetween, more: log)
            let refusals = log.refusalCount
            if isKilled { await server.kill9() }
            async let restarted: Void = isKilled ? () : server.restart()
            if isKilled {
                #expect(try await comesTrue(within: patience) { try await ready(hub) == 503 }, "still ready")
                #expect(try await comesTrue(within: patience) { log.refusalCount >= refusals + refusalsMin })
                try await server.restart()
            }
            try await restarted
            let back = ContinuousClock.now
            #expect(try await comesTrue(within: patience) { try await ready(hub) == 200 }, "not ready again")
            print("ready \(ContinuousClock.now - back) after the restart, \(log.refusalCount - refusals) refusals")
        }
        try await bookings(bookingsBetween, more: log)
    }

    /// The directory follows as before: what changed after the outages is known without a restart.
    private static func hearsAgain(_ hub: RunningHub, of partner: TestPartner, _ fleet: TestFleet) async throws {
        let life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
        _ = try await life.perform(.suspend, slug: partner.word, actor: "operator:test")
        let told = try await comesTrue(within: .seconds(5)) {
            try await hub.get("/api/site", host: partner.host).body.contains("tenant.suspended")
        }
        #expect(told)
    }

    private static func bookings(_ count: Int, more log: OutageLog) async throws {
        let before = log.settledCount
        try #require(try await comesTrue(within: patience) { log.settledCount >= before + count }, "no bookings come")
    }

    private static func ready(_ hub: RunningHub) async throws -> Int {
        try await hub.get("/readyz", host: "platform.test").status
    }

    private static func settle(_ markets: [Market], _ log: OutageLog) async throws {
        let record = log.record
        #expect(record.faults.isEmpty, "\(record.faults.joined(separator: "\n"))")
        #expect(record.longest < requestMax)
        for market in markets {
            let told = record.told.filter { $0.host == market.partner.host }
            let there = try await market.bookings()
            #expect(Set(told.map(\.booking)).count == told.count, "two keys, one booking")
            #expect(Set(told.map(\.booking)) == Set(there.keys), "bookings that nobody was told of, or that are gone")
            for booking in told {
                #expect(there[booking.booking] == "confirmed", "\(booking)")
                let again = try await market.hold(booking.offer, key: booking.key, email: booking.email)
                #expect(again.status == 201 && again.member("id") == booking.booking)
                #expect(again.headers["idempotent-replayed"] == ["true"])
            }
            let faults = try await market.stockFaults()
            #expect(faults.isEmpty, "\(faults)")
            let lost = told.count { $0.isRetold }
            print("\(told.count) bookings of \(market.partner.host), each once; \(lost) answers were lost on the way")
        }
        print("\(record.refusals) refusals, the longest request took \(record.longest)")
    }
}
