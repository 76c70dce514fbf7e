import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Backups

extension BackupDrills {
    @Suite("A backup of the whole platform")
    struct WholeBackupTests {
        @Test("Everything dropped and restored: every row is there again, and the sites answer and sell")
        func dropAndRestore() async throws {
            try await Drill.with { drill in
                let bookings = Box<[String: [Drill.Booked]]>([:])
                try await RunningHub.run(1, on: drill.fleet) { hubs in
                    for slug in Drill.slugs {
                        let made = try await drill.book(on: drill.host(slug), hubs[0])
                        bookings.with { $0[slug] = made }
                    }
                }
                let before = try await drill.digests()
                for table in [
                    "pooled.bookings", "pooled.room_holds", "t3.bookings", "shared.jobs", "platform.tenant_hosts",
                ] {
                    #expect(before.filled.contains { $0.table == table }, "\(table) is empty: the drill shows nothing")
                }
                let manifest = try await drill.backUp()
                #expect(manifest.tables == before)
                #expect(try await drill.digests() == before)

                try await drill.dropEverything()
                let report = try await drill.restore()
                #expect(report.audit.findings.isEmpty)
                #expect(report.audit.schemaCount == 3)
                #expect(!report.isBehindRelease)
                #expect(try await drill.digests() == before)
                #expect(try await drill.leftovers() == 0)
                let fleet = FleetMigration(
                    pool: drill.fleet.owner, plan: drill.fleet.plan, logger: TestFleet.logger)
                #expect(try await fleet.drift().isEmpty)

                try await RunningHub.run(1, on: drill.fleet) { hubs in
                    for slug in Drill.slugs {
                        for booking in bookings.value[slug] ?? [] {
                            let found = try await hubs[0].get(booking.path, host: drill.host(slug), booking.proof)
                            #expect(found.status == 200, "\(found)")
                            #expect(try found.json["state"] as? String == booking.state)
                        }
                        // Stock, keys, tokens and sequences work on: two more can be booked.
                        #expect(try await drill.book(on: drill.host(slug), hubs[0]).count == 2)
                    }
                }
            }
        }

        @Test("A database that holds something is left alone, unless it is said that it may be dropped")
        func refusesNonEmpty() async throws {
            try await Drill.with(provisioning: []) { drill in
                _ = try await drill.fleet.pair(.pooled)
                let manifest = try await drill.backUp()
                _ = try await drill.run("update platform.tenants set state = 'suspended' where slug = 'two'")
                let changed = try await drill.digests()
                let fault = await #expect(throws: BackupFault.self) { _ = try await drill.restore() }
                #expect(fault?.description.contains("--drop") == true)
                #expect(try await drill.digests() == changed)
                _ = try await drill.restore(drop: true)
                #expect(try await drill.digests() == manifest.tables)
                #expect(try await drill.leftovers() == 0)
            }
        }

        @Test("Where the audit finds that partners are not kept apart, it is not put in place")
        func auditGates() async throws {
            try await Drill.with(provisioning: []) { drill in
                _ = try await drill.fleet.pair(.pooled)
                _ = try await drill.fleet.admin.lease {
                    try await $0.script("alter table pooled.bookings no force row level security")
                }
                _ = try await drill.backUp()
                _ = try await drill.run("update platform.tenants set state = 'suspended' where slug = 'two'")
                let before = try await drill.digests()
                let fault = await #expect(throws: BackupFault.self) { _ = try await drill.restore(drop: true) }
                #expect(fault?.description.contains("pooled.bookings") == true, "\(String(describing: fault))")
                #expect(try await drill.digests() == before)
                #expect(try await drill.leftovers() == 0)
            }
        }

        @Test("A directory is used once, is closed to others, and holds no key and no password")
        func directoryIsPrivate() async throws {
            try await Drill.with(provisioning: []) { drill in
                _ = try await drill.fleet.pair(.pooled)
                let manifest = try await drill.backUp()
                await #expect(throws: BackupFault.exists(drill.path("whole"))) { _ = try await drill.backUp() }
                let files = FileManager.default
                func mode(_ path: String) throws -> Int? {
                    try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                }
                #expect(try mode(drill.path("whole")) == 0o700)
                for path in try files.subpathsOfDirectory(atPath: drill.path("whole")) {
                    let isDirectory = path == "dump"
                    #expect(try mode(drill.path("whole/\(path)")) == (isDirectory ? 0o700 : 0o600), "\(path)")
                }
                #expect(!files.fileExists(atPath: drill.path("whole.partial")))
                #expect(manifest.masterKeys.map(\.number) == [1])
                #expect(!manifest.tables.contains { $0.table == Drill.withoutRows })
                let written = try String(contentsOfFile: drill.path("whole/manifest.json"), encoding: .utf8)
                #expect(!written.contains(String(repeating: "5a", count: 32)))
            }
        }
    }
}
