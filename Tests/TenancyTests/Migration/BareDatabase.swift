import Foundation
import Logging
import Postgres
import TestSupport

@testable import Tenancy

/// A bootstrapped database in which nothing has been migrated yet.
struct BareDatabase {
    let admin: PostgresPool
    let owner: PostgresPool

    static func make() async throws -> BareDatabase {
        let conninfo = try await TestPostgres.shared.freshDatabase().conninfo
        func pool(_ conninfo: String) -> PostgresPool {
            PostgresPool(
                PostgresConfiguration(conninfo: conninfo), limits: PoolLimits(minimum: 0, maximum: 4),
                logger: TestFleet.logger)
        }
        let bare = BareDatabase(
            admin: pool(conninfo), owner: pool(TestFleet.conninfo(conninfo, user: "travelhub_owner")))
        try await Bootstrap(pool: bare.admin, password: nil).run()
        return bare
    }

    func close() async {
        await admin.close()
        await owner.close()
    }
}

extension MigrationPlan {
    /// This release's plan with one more step, as the next release has it.
    func adding(_ up: String, check: String = "select true", to kind: MigrationClass = .tenant)
        -> MigrationPlan
    {
        var steps = steps
        let step = Migration(number: latest(kind) + 1, name: "next", up: up, check: check)
        steps[kind, default: []].append(step)
        return MigrationPlan(ledger: ledger, steps: steps)
    }

    /// The plan of a release before this one.
    func withoutLast(_ kind: MigrationClass) -> MigrationPlan {
        var steps = steps
        steps[kind]?.removeLast()
        return MigrationPlan(ledger: ledger, steps: steps)
    }
}

extension TestFleet {
    func migration(_ plan: MigrationPlan, logger: Logger = TestFleet.logger) -> FleetMigration {
        FleetMigration(pool: owner, plan: plan, logger: logger)
    }

    /// Version by schema.
    func versions() async throws -> [String: Int] {
        let rows = try await admin.single("select name, version from platform.schemas")
        return try Dictionary(
            uniqueKeysWithValues: rows.map { (try $0.get("name"), try $0.get("version")) })
    }

    func schemasWith(table: String) async throws -> [String] {
        try await admin.single(
            "select schemaname::text as name from pg_tables where tablename = \(table) order by 1"
        )
        .map { try $0.get("name") }
    }
}
