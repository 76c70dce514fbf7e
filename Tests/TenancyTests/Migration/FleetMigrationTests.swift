import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Tenancy

@Suite("The fleet's migration")
struct FleetMigrationTests {
    private static let notes = """
        create table notes (tenant_id uuid not null, note_id uuid not null, primary key (tenant_id, note_id));
        select tenancy.protect('notes');
        """

    @Test("Takes an empty database to this release; the second run does nothing")
    func fromEmpty() async throws {
        let bare = try await BareDatabase.make()
        let plan = try MigrationPlan.read(
            directory: TestFleet.root.appendingPathComponent("migrations"))
        let migration = FleetMigration(pool: bare.owner, plan: plan, logger: TestFleet.logger)
        #expect(try await migration.run() == FleetMigration.Report(migrated: 3, upToDate: 0))
        #expect(try await migration.run() == FleetMigration.Report(migrated: 0, upToDate: 1))
        #expect(try await migration.drift().isEmpty)
        await bare.close()
    }

    @Test("A dry run on an empty database makes nothing and names what it would do")
    func dryRunFromEmpty() async throws {
        let bare = try await BareDatabase.make()
        let plan = try MigrationPlan.read(
            directory: TestFleet.root.appendingPathComponent("migrations"))
        var options = FleetMigration.Options()
        options.isDryRun = true
        let report = try await FleetMigration(pool: bare.owner, plan: plan, logger: TestFleet.logger)
            .run(options)
        #expect(report == FleetMigration.Report(migrated: 3, upToDate: 0))
        let schemas = try await bare.admin.single(
            "select 1 from pg_namespace where nspname in ('platform', 'shared', 'tenancy', 'pooled')")
        #expect(schemas.isEmpty)
        await bare.close()
    }

    @Test("A dry run counts the schemas that are behind and leaves them there")
    func dryRun() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        let before = try await fleet.versions()
        var options = FleetMigration.Options()
        options.isDryRun = true
        let planned = Mutex<[Int]>([])
        let report = try await fleet.migration(fleet.plan.adding(Self.notes)).run(options) { event in
            if case .planned(let schemas, _) = event { planned.withLock { $0.append(schemas) } }
        }
        #expect(planned.withLock { $0 } == [3])
        #expect(report == FleetMigration.Report(migrated: 3, upToDate: 0))
        #expect(try await fleet.versions() == before)
        #expect(try await fleet.schemasWith(table: "notes").isEmpty)
        await fleet.close()
    }

    @Test("A step reaches every schema, each at its own record")
    func reachesAll() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        let next = fleet.plan.adding(Self.notes, check: "select to_regclass('notes') is not null")
        #expect(
            try await fleet.migration(next).run() == FleetMigration.Report(migrated: 3, upToDate: 0))
        #expect(try await fleet.schemasWith(table: "notes") == ["pooled", "t1", "t2"])
        #expect(
            try await fleet.migration(next).run() == FleetMigration.Report(migrated: 0, upToDate: 3))
        await fleet.close()
    }

    @Test("A migration that was edited after it was applied is refused, and named")
    func edited() async throws {
        let fleet = try await TestFleet.make()
        let next = fleet.plan.adding(Self.notes)
        _ = try await fleet.migration(next).run()
        let other = fleet.plan.adding(Self.notes + "\nselect 2;")
        let fault = await #expect(throws: FleetMigration.Fault.self) {
            try await fleet.migration(other).run()
        }
        guard case .edited(_, let step) = fault else { throw try #require(fault) }
        #expect(step == "\(next.latest(.tenant))_next")
        await fleet.close()
    }

    @Test("A schema that is newer than the release is refused", arguments: MigrationClass.allCases)
    func newer(kind: MigrationClass) async throws {
        let fleet = try await TestFleet.make()
        let fault = await #expect(throws: FleetMigration.Fault.self) {
            try await fleet.migration(fleet.plan.withoutLast(kind)).run()
        }
        guard case .newerThanRelease(let schema, let version, let latest) = fault else {
            throw try #require(fault)
        }
        #expect(schema == (kind == .tenant ? "pooled" : kind.rawValue))
        #expect(version == latest + 1)
        await fleet.close()
    }

    @Test("The canary's failing check rolls it back and no other schema is touched")
    func canary() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        let before = try await fleet.versions()
        let next = fleet.plan.adding(Self.notes, check: "select false")
        let fault = await #expect(throws: FleetMigration.Fault.self) {
            try await fleet.migration(next).run()
        }
        guard case .failed(let schema, let isCanary, let underlying) = fault else {
            throw try #require(fault)
        }
        #expect(schema == "t1" && isCanary)
        #expect(
            "\(underlying)".contains(
                "check of \(String(repeating: "0", count: 4 - "\(next.latest(.tenant))".count))\(next.latest(.tenant))_next failed in t1"
            ))
        #expect(try await fleet.versions() == before)
        #expect(try await fleet.schemasWith(table: "notes").isEmpty)
        #expect(try await fleet.migration(fleet.plan).drift().isEmpty)
        await fleet.close()
    }

    @Test("After a failure in the middle the next run goes on where it was, and nothing has drifted")
    func resumes() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        let next = fleet.plan.adding(Self.notes)
        _ = try await fleet.owner.single("create table t2.notes (squatter integer)")
        var options = FleetMigration.Options()
        options.parallel = 1
        let fault = await #expect(throws: FleetMigration.Fault.self) {
            try await fleet.migration(next).run(options)
        }
        guard case .failed(let schema, let isCanary, _) = fault else { throw try #require(fault) }
        #expect(schema == "t2" && !isCanary)
        let half = try await fleet.versions()
        #expect(half["t1"] == next.latest(.tenant) && half["t2"] == fleet.plan.latest(.tenant))
        _ = try await fleet.owner.single("drop table t2.notes")
        #expect(
            try await fleet.migration(next).run(options)
                == FleetMigration.Report(migrated: 2, upToDate: 1))
        #expect(try await fleet.migration(next).drift() == [])
        await fleet.close()
    }

    @Test(
        "A change made past the migrations is found in the schema where it was made",
        arguments: [
            "alter table t1.cities add column nickname text",
            "alter table t1.cities alter column zone drop not null",
            "drop policy tenant on t1.hotels", "alter table t1.hotels no force row level security",
            "grant delete on t1.definitions to travelhub_app",
            "drop trigger require_context on t1.cities",
            "create index by_hand on t1.cities (tenant_id, zone)",
            "create view t1.peek as select tenant_id from t1.cities",
        ])
    func drift(change: String) async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        #expect(try await fleet.migration(fleet.plan).drift().isEmpty)
        _ = try await fleet.owner.lease { try await $0.script(change) }
        #expect(try await fleet.migration(fleet.plan).drift().map(\.schema) == ["t1"])
        await fleet.close()
    }

    @Test("What was altered by hand before a migration is still found after it")
    func driftBefore() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        _ = try await fleet.owner.single("alter table t1.cities add column nickname text")
        let next = fleet.plan.adding(Self.notes)
        _ = try await fleet.migration(next).run()
        #expect(try await fleet.migration(next).drift().map(\.schema) == ["t1"])
        await fleet.close()
    }

    @Test("All schemas of one release have one fingerprint")
    func oneFingerprint() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        let rows = try await fleet.admin.single(
            "select distinct fingerprint from platform.schemas where name not in ('platform', 'shared')")
        #expect(rows.count == 1)
        #expect(try rows.first?.get("fingerprint", as: String?.self) != nil)
        await fleet.close()
    }

    @Test("A step outside a transaction runs, is checked and is recorded")
    func loose() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        let index =
            """
            -- outside transaction: built beside traffic
            create index concurrently if not exists cities_zone on cities (tenant_id, zone)
            """
        let refused = fleet.plan.adding(index, check: "select false")
        let fault = await #expect(throws: FleetMigration.Fault.self) {
            try await fleet.migration(refused).run()
        }
        guard case .failed("t1", true, _) = fault else { throw try #require(fault) }
        #expect(try await fleet.versions()["t1"] == fleet.plan.latest(.tenant))
        let next = fleet.plan.adding(index, check: "select to_regclass('cities_zone') is not null")
        #expect(try await fleet.migration(next).run().migrated == 3)
        await fleet.close()
    }
}
