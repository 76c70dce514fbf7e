import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Backups
@testable import TravelHub

extension BackupDrills {
    @Suite("One partner out of a whole backup")
    struct RecoverTenantTests {
        @Test("Comes back to the row while a serving process hears of it, and no other partner changes")
        func alone() async throws {
            try await Drill.with { drill in
                try await RunningHub.run(1, on: drill.fleet) { hubs in
                    for slug in Drill.slugs { _ = try await drill.book(on: drill.host(slug), hubs[0]) }
                    let manifest = try await drill.backUp()
                    for slug in ["severny", Drill.schema] {
                        let (before, others) = (try await drill.digests(of: slug), try await drill.others(than: slug))
                        let place = try await drill.place(slug)
                        let stale = drill.fleet.tenants.scope(
                            TenantEntry(
                                id: place.tenant, number: place.number, generation: place.generation,
                                version: 1, isolation: slug == Drill.schema ? .schema : .pooled, state: .active))
                        #expect(try await stale.run("select 1 from bookings").count == 2)

                        _ = try await drill.book(on: drill.host(slug), hubs[0])
                        try await drill.ruin(place)
                        let ruined = try await drill.digests(of: slug)
                        #expect(ruined.differing(from: before).count > 8)

                        let report = try await drill.recover(slug)
                        #expect(report.manifest == manifest)
                        #expect(report.generation == place.generation + 1)
                        #expect(report.state == "active")
                        try await drill.expectRecovered(slug, before: before, ruined: ruined)
                        #expect(try await drill.others(than: slug) == others)
                        await #expect(throws: (any Error).self) { _ = try await stale.run("select 1 from bookings") }
                        #expect(
                            try await comesTrue {
                                try await hubs[0].get("/api/site", host: drill.host(slug)).status == 200
                            })
                        #expect(try await drill.book(on: drill.host(slug), hubs[0]).count == 2)
                        #expect(try await drill.leftovers() == 0)
                    }
                }
                let audit = try await drill.server.connected { try await IsolationAudit().run($0) }
                #expect(audit.findings.isEmpty)
            }
        }

        @Test("A recovery that died behind its fence shut the partner out, and the next one lets it in again")
        func diedBehindTheFence() async throws {
            try await Drill.with(provisioning: []) { drill in
                let (one, two) = try await drill.fleet.pair(.pooled)
                _ = try await drill.backUp()
                let place = try await drill.place("one")
                let fence = TenantFence(server: drill.server, place: place)
                try await fence.close()
                for statement: SQL in ["select 1 from cities", "delete from cities"] {
                    await #expect(throws: (any Error).self) {
                        _ = try await drill.fleet.tenants.scope(one).run(statement)
                    }
                    _ = try await drill.fleet.tenants.scope(two).run(statement)
                }
                #expect(try await drill.place("one").state == "maintenance")
                #expect(try await drill.place("one").openState == "active")

                let report = try await drill.recover("one")
                #expect(report.state == "active")
                #expect(report.generation == 2)
                let renewed = TenantEntry(
                    id: one.id, number: one.number, generation: 2, version: one.version, isolation: .pooled,
                    state: .active)
                _ = try await drill.fleet.tenants.scope(renewed).run("select 1 from cities")
                await #expect(throws: (any Error).self) {
                    _ = try await drill.fleet.tenants.scope(one).run("select 1 from cities")
                }
            }
        }

        @Test("What changed while the backup was loaded is seen when the fence closes, and nothing is undone")
        func changedMeanwhile() async throws {
            try await Drill.with(provisioning: []) { drill in
                let (one, _) = try await drill.fleet.pair(.pooled)
                let first = try await drill.place("one")
                let fence = TenantFence(server: drill.server, place: first)
                let setState: (String) -> SQL = {
                    "update platform.tenants set state = \($0) where tenant_id = \(one.id)"
                }
                for state in ["suspended", "maintenance", "archived"] {
                    _ = try await drill.run(setState(state))
                    let before = try await drill.platformSight()
                    let closed = try await fence.close()
                    #expect(closed.state == state)
                    #expect(try await drill.platformSight() != before)
                    await fence.open(closed)
                    #expect(try await drill.platformSight() == before)
                    #expect(try await drill.place("one").stateBefore == nil)
                }
                _ = try await drill.run(setState("active"))
                let closed = try await fence.close()
                // Another recovery was done since: what this one knew is no longer there to go back to.
                _ = try await drill.run(
                    "update platform.tenants set state = 'active', generation = 2 where tenant_id = \(one.id)")
                let after = try await drill.platformSight()
                await fence.open(closed)
                #expect(try await drill.platformSight() == after)
                await #expect(throws: BackupFault.tenant(.changedMeanwhile(slug: "one"))) { try await fence.close() }
                #expect(try await drill.platformSight() == after)
            }
        }

        @Test("One recovery of a partner at a time, and none while a migration runs")
        func oneAtATime() async throws {
            try await Drill.with(provisioning: []) { drill in
                _ = try await drill.fleet.pair(.pooled)
                _ = try await drill.backUp()
                for (lock, fault) in [
                    (RecoveryLock(slug: "one").take, BackupFault.tenant(.recoveryRuns(slug: "one"))),
                    ("select pg_try_advisory_lock(7261983001) as gained", .migrationRuns),
                ] as [(SQL, BackupFault)] {
                    try await drill.fleet.admin.lease { other in
                        #expect(try await other.run(lock).only().get("gained"))
                        await #expect(throws: fault) { _ = try await drill.recover("one") }
                        _ = try await other.run("select pg_advisory_unlock_all()::text as freed")
                    }
                }
                #expect(try await drill.recover("one").state == "active")
                #expect(try await drill.recover("one").generation == 3)
            }
        }

        @Test(
            "Is refused, and stays as it is, where bringing it back would be wrong",
            arguments: ["version", "host", "erased", "changing", "unknown"])
        func refused(_ why: String) async throws {
            try await Drill.with(provisioning: []) { drill in
                let (one, two) = try await drill.fleet.pair(.pooled)
                _ = try await drill.run(
                    "insert into platform.tenant_hosts (host, tenant_id, is_primary) values ('one.test', \(one.id), true)"
                )
                _ = try await drill.backUp()
                var expected = RecoveryFault.notHere(slug: "nobody")
                switch why {
                case "version":
                    _ = try await drill.run("update platform.schemas set version = version - 1 where name = 'pooled'")
                    let latest = drill.fleet.plan.latest(.tenant)
                    expected = .version(schema: "pooled", backup: latest, here: latest - 1)
                case "host":
                    _ = try await drill.run(
                        "update platform.tenant_hosts set tenant_id = \(two.id) where host = 'one.test'")
                    expected = .hostTaken("one.test")
                case "erased":
                    _ = try await drill.run(
                        """
                        update platform.data_keys set wrapped_key = null, destroyed_at = clock_timestamp()
                         where tenant_id = \(one.id)
                        """)
                    expected = .keyDestroyed(number: 1)
                case "changing":
                    _ = try await drill.run(
                        """
                        insert into platform.operations (operation_id, kind, tenant_id, slug, input, actor)
                        values (\(drill.base.identifiers.next()), 'apply', \(one.id), 'one', '{}', 'operator:test')
                        """)
                    expected = .operationRuns(slug: "one")
                default: break
                }
                let before = try await drill.platformSight()
                let slug = why == "unknown" ? "nobody" : "one"
                await #expect(throws: BackupFault.tenant(expected)) { _ = try await drill.recover(slug) }
                #expect(try await drill.platformSight() == before)
                #expect(try await drill.leftovers() == 0)
            }
        }
    }
}

extension Drill {
    /// Every other partner's rows in every table.
    func others(than slug: String) async throws -> [String: [TableDigest]] {
        var digests: [String: [TableDigest]] = [:]
        for other in Self.slugs where other != slug { digests[other] = try await self.digests(of: other) }
        return digests
    }

    /// What a partner could do to itself by mistake: stock, prices, bookings, hosts, a later audit.
    func ruin(_ place: TenantPlace) async throws {
        try await fleet.admin.lease { connection in
            try await connection.script("set search_path = \(place.schema), shared, pg_temp")
            for statement: SQL in [
                "delete from booking_events where tenant_id = \(place.tenant.uuid)",
                "update room_nights set capacity = capacity + 7 where tenant_id = \(place.tenant.uuid)",
                "update hotel_texts set name = 'gone' where tenant_id = \(place.tenant.uuid)",
                "delete from nightly_rates where tenant_id = \(place.tenant.uuid)",
                "delete from outbox_events where tenant_id = \(place.tenant.uuid)",
                "update rate_plans set extra_adult_minor = 1 where tenant_id = \(place.tenant.uuid)",
                "delete from jobs where tenant_id = \(place.tenant.uuid)",
                """
                update platform.tenant_hosts set host = 'moved-' || host where tenant_id = \(place.tenant.uuid)
                """,
                """
                insert into audit_entries (tenant_id, entry_id, action, actor, subject_kind, subject_id)
                values (\(place.tenant.uuid), \(base.identifiers.next()), 'site.ruin', 'tenant', 'site', 'x')
                """,
            ] {
                _ = try await connection.run(statement)
            }
        }
    }

    /// Each table by its own rule: replaced ones are the backup's, histories keep what came since.
    func expectRecovered(_ slug: String, before: [TableDigest], ruined: [TableDigest]) async throws {
        let after = try await digests(of: slug)
        let shared = after.differing(from: before).filter { $0.hasPrefix("shared.") }
        #expect(after.differing(from: before) == shared)
        func rows(_ table: String, _ digests: [TableDigest]) -> Int { digests.first { $0.table == table }?.rows ?? -1 }
        #expect(rows("shared.idempotency_keys", after) == 0)
        #expect(rows("shared.idempotency_keys", before) > 0)
        #expect(rows("shared.jobs", after) == rows("shared.jobs", before))
        #expect(rows("shared.audit_entries", after) == rows("shared.audit_entries", ruined))
        #expect(rows("shared.outbox_events", after) == rows("shared.outbox_events", before))
        let place = try await place(slug)
        let audit = try await run(
            "select actor from platform.audit_entries where tenant_id = \(place.tenant.uuid) and action = 'tenant.recover'"
        )
        #expect(audit.count == 1)
        let hosts = try await run("select host from platform.tenant_hosts where tenant_id = \(place.tenant.uuid)")
        #expect(try hosts.allSatisfy { try !$0.get("host", as: String.self).hasPrefix("moved-") })
    }

    /// What a refused recovery must not have moved.
    func platformSight() async throws -> [String] {
        let rows = try await run(
            """
            select concat_ws('|', t.slug, t.state, t.generation, p.generation,
                             (select string_agg(h.host, ',' order by h.host) from platform.tenant_hosts h
                               where h.tenant_id = t.tenant_id)) as line
              from platform.tenants t join tenancy.placements p using (tenant_id) order by 1
            """)
        return try rows.map { try $0.get("line") }
    }
}
