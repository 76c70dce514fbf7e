import Bookings
import Foundation
import Inventory
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("What happens without a request")
struct BackgroundTests {
    private func directory(_ shops: TwoShops) async throws -> TenantDirectory {
        let directory = TenantDirectory(platformHosts: [])
        let listener = PostgresListener(
            PostgresConfiguration(conninfo: TestFleet.conninfo(shops.fleet.adminConninfo, user: "travelhub_platform")),
            channels: [DirectoryFollower.channel], logger: TestFleet.logger)
        try await DirectoryFollower(
            directory: directory, database: shops.fleet.platform, listener: listener, logger: TestFleet.logger,
            changed: { _ in }
        ).load()
        return directory
    }

    /// Ends the hold now, for booking, stock and job alike.
    private func lapse(_ id: BookingID, _ shop: Shop, _ fleet: TestFleet) async throws {
        for statement: SQL in [
            "update \(identifier: shop.entry.schema).room_holds set expires_at = clock_timestamp() where booking_id = \(id.uuid)",
            "update \(identifier: shop.entry.schema).bookings set space_expires_at = clock_timestamp() where booking_id = \(id.uuid)",
            "update shared.jobs set run_at = clock_timestamp() where unique_key = \(id.uuid.text)",
        ] { _ = try await fleet.admin.single(statement) }
    }

    @Test("A worker releases a hold when it lapses, and leaves what was confirmed alone")
    func job() async throws {
        try await TwoShops.with(capacity: 2) { shops in
            var handlers = JobHandlers()
            shops.pooled.feature.register(in: &handlers)
            let worker = Worker(
                pool: shops.fleet.worker, handlers: handlers, tenants: shops.tenants,
                directory: try await directory(shops), keys: shops.fleet.masterKeys, name: "test",
                queues: [ReleaseHold.queue], logger: TestFleet.logger)
            for shop in shops.both {
                let lapsed = try await shop.hold(try await shop.offer()).booking.id
                let bought = try await shop.hold(try await shop.offer()).booking.id
                _ = try await shop.confirm(bought)
                #expect(try await worker.turn() == 0)
                try await lapse(lapsed, shop, shops.fleet)
                try await lapse(bought, shop, shops.fleet)
                #expect(try await worker.turn() == 2)
                #expect(try await shop.state(lapsed) == .expired)
                #expect(try await shop.state(bought) == .confirmed)
                #expect(try await shop.counts() == (0, 1, 2))
                #expect(try await shop.scope.run("select job_id from jobs").isEmpty)
                try await Invariants.check(shop)
            }
        }
    }

    @Test("The schedule tidies every tenant")
    func schedule() async throws {
        try await TwoShops.with { shops in
            for shop in shops.both {
                let id = try await shop.hold(try await shop.offer()).booking.id
                try await lapse(id, shop, shops.fleet)
            }
            let feature = shops.pooled.feature
            let tidy = TidyBookings(
                expire: feature.expire, complete: feature.complete,
                round: TenantRound(
                    tenants: shops.tenants, directory: try await directory(shops), logger: TestFleet.logger))
            #expect(try await tidy.run() == "2 expired, 0 completed")
            for shop in shops.both {
                #expect(try await shop.counts() == (0, 0, 1))
                try await Invariants.check(shop)
            }
        }
    }

    @Test("Funnel events of reading pages are written later, each for its own tenant")
    func funnel() async throws {
        try await TwoShops.with { shops in
            let buffer = FunnelBuffer(
                database: shops.tenants, funnel: Funnel(identifiers: shops.fleet.identifiers), logger: TestFleet.logger)
            for _ in 0..<3 { buffer.note(FunnelEvent(.search, .english, .eur), shops.pooled.entry) }
            buffer.note(FunnelEvent(.view, .english, .eur), shops.schema.entry)
            await buffer.flush()
            await buffer.flush()
            let counts = try await shops.both.funnelCounts()
            #expect(counts == [["search": 3], ["view": 1]])
        }
    }
}

extension [Shop] {
    /// Funnel events of each shop by step.
    fileprivate func funnelCounts() async throws -> [[String: Int]] {
        var counts: [[String: Int]] = []
        for shop in self {
            let rows = try await shop.scope.run("select step, count(*) as number from funnel_events group by step")
            counts.append(
                try rows.reduce(into: [:]) {
                    $0[try $1.get("step", as: String.self)] = try $1.get("number", as: Int.self)
                })
        }
        return counts
    }
}
