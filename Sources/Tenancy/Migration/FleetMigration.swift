package import Logging
package import Postgres

/// Brings every schema of the fleet to this release: platform, shared, then the tenants' schemas,
/// one canary first, the rest in parallel. Killed at any point it goes on where it was.
package struct FleetMigration: Sendable {
    package struct Options: Sendable {
        package var isDryRun = false
        /// Schemas under way at once; one connection each.
        package var parallel = 8
        package init() {}
    }

    package enum Event: Sendable {
        case planned(schemas: Int, upToDate: Int)
        case migrated(schema: String, from: Int, to: Int, milliseconds: Int)
        case finished(schemas: Int, milliseconds: Int)
    }

    package struct Report: Hashable, Sendable {
        package let migrated: Int
        package let upToDate: Int
    }

    package enum Fault: Error, Sendable, CustomStringConvertible {
        case anotherRuns
        case edited(schema: String, step: String)
        case newerThanRelease(schema: String, version: Int, latest: Int)
        case failed(schema: String, isCanary: Bool, underlying: any Error)

        package var description: String {
            switch self {
            case .anotherRuns: "another migration holds the lock"
            case .edited(let schema, let step):
                "\(step) was edited after it was applied to \(schema); write a new migration instead"
            case .newerThanRelease(let schema, let version, let latest):
                "\(schema) stands at \(version), this release knows \(latest): run the newer release"
            case .failed(let schema, let isCanary, let underlying):
                "\(schema)\(isCanary ? " (canary; no other was touched)" : ""): \(underlying)"
            }
        }
    }

    let pool: PostgresPool
    let plan: MigrationPlan
    let logger: Logger

    /// `pool` logs in as `travelhub_owner`.
    package init(pool: PostgresPool, plan: MigrationPlan, logger: Logger) {
        self.pool = pool
        self.plan = plan
        self.logger = logger
    }

    /// Throws `Fault`; what was done before it stays done.
    package func run(
        _ options: Options = Options(), progress: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws -> Report {
        try await pool.lease { guardConnection in
            let lock = try await guardConnection.run("select pg_try_advisory_lock(\(Self.lockKey)) as gained")
            guard try lock.only().get("gained", as: Bool.self) else { throw Fault.anotherRuns }
            let result: Result<Report, any Error>
            do { result = .success(try await migrate(options, progress)) } catch { result = .failure(error) }
            _ = try await guardConnection.run("select pg_advisory_unlock(\(Self.lockKey)) as freed")
            return try result.get()
        }
    }

    private static let lockKey = 7_261_983_001

    private func migrate(_ options: Options, _ progress: @escaping @Sendable (Event) -> Void) async throws -> Report {
        let start = ContinuousClock.now
        guard !options.isDryRun else { return try await rehearse(progress) }
        try await pool.lease { try await $0.script(plan.ledger) }
        try await refuseEdited()
        let runner = SchemaMigration(pool: pool, logger: logger)
        var migrated = 0
        for (schema, kind) in Self.single {
            guard let standing = try await behind(schema, kind) else { continue }
            try await attempt(standing, kind, isCanary: false, runner, progress)
            migrated += 1
        }
        let standing = try await pending(.tenant)
        let upToDate = standing.total - standing.pending.count
        progress(.planned(schemas: standing.pending.count, upToDate: upToDate))
        // What an earlier run, broken off, migrated without coming to this.
        try await recordMissingFingerprints()
        guard let canary = standing.pending.first else { return Report(migrated: migrated, upToDate: upToDate) }
        do {
            try await attempt(canary, .tenant, isCanary: true, runner, progress)
            try await inParallel(Array(standing.pending.dropFirst()), limit: options.parallel) { schema in
                try await attempt(schema, .tenant, isCanary: false, runner, progress)
            }
        } catch {
            try await recordMissingFingerprints()
            throw error
        }
        migrated += standing.pending.count
        try await recordMissingFingerprints()
        progress(.finished(schemas: migrated, milliseconds: start.duration(to: .now).milliseconds))
        return Report(migrated: migrated, upToDate: upToDate)
    }

    /// Reads what a run would migrate, and nothing else: on an empty database not even the ledger is made.
    private func rehearse(_ progress: @Sendable (Event) -> Void) async throws -> Report {
        let row = try await pool.single("select to_regclass('platform.tenants') is not null as stands").only()
        guard try row.get("stands") else {
            progress(.planned(schemas: 1, upToDate: 0))
            return Report(migrated: Self.single.count + 1, upToDate: 0)
        }
        try await refuseEdited()
        var count = 0
        for (schema, kind) in Self.single where try await behind(schema, kind) != nil { count += 1 }
        let standing = try await pending(.tenant)
        let upToDate = standing.total - standing.pending.count
        progress(.planned(schemas: standing.pending.count, upToDate: upToDate))
        return Report(migrated: count + standing.pending.count, upToDate: upToDate)
    }

    private static let single: [(schema: String, kind: MigrationClass)] = [
        ("platform", .platform), ("shared", .shared),
    ]

    struct Standing: Sendable {
        let name: String
        let version: Int
    }

    /// Nil when `schema`, of which there is one, stands at this release.
    private func behind(_ schema: String, _ kind: MigrationClass) async throws -> Standing? {
        let row = try await pool.single("select version from platform.schemas where name = \(schema)").only()
        let standing = Standing(name: schema, version: try row.get("version"))
        let latest = plan.latest(kind)
        guard standing.version <= latest else {
            throw Fault.newerThanRelease(schema: schema, version: standing.version, latest: latest)
        }
        return standing.version < latest ? standing : nil
    }

    private func attempt(
        _ schema: Standing, _ kind: MigrationClass, isCanary: Bool, _ runner: SchemaMigration,
        _ progress: @Sendable (Event) -> Void
    ) async throws {
        let start = ContinuousClock.now
        do {
            try await runner.run(schema: schema.name, steps: plan.steps(of: kind, after: schema.version))
        } catch {
            throw Fault.failed(schema: schema.name, isCanary: isCanary, underlying: error)
        }
        progress(
            .migrated(
                schema: schema.name, from: schema.version, to: plan.latest(kind),
                milliseconds: start.duration(to: .now).milliseconds))
    }

    /// Test tenants come first, so that the canary is one of theirs where there is one.
    private func pending(_ kind: MigrationClass) async throws -> (pending: [Standing], total: Int) {
        let latest = plan.latest(kind)
        let rows = try await pool.single(
            """
            select s.name, s.version from platform.schemas s left join platform.tenants t on t.schema_name = s.name
             where s.name <> 'platform' and s.name <> 'shared'
             group by s.name, s.version order by min(case t.kind when 'test' then 0 else 1 end), s.name
            """)
        let all = try rows.map { Standing(name: try $0.get("name"), version: try $0.get("version")) }
        if let newer = all.first(where: { $0.version > latest }) {
            throw Fault.newerThanRelease(schema: newer.name, version: newer.version, latest: latest)
        }
        return (all.filter { $0.version < latest }, all.count)
    }

    private func refuseEdited() async throws {
        var digests: [String: String] = [:]
        for (kind, steps) in plan.steps {
            for step in steps { digests["\(kind.rawValue)/\(step.number)"] = step.digest }
        }
        let rows = try await pool.single(
            """
            select distinct on (kind, number, digest) schema_name, number, name, digest, kind
              from (select schema_name, number, name, digest,
                           case when schema_name in ('platform', 'shared') then schema_name else 'tenant' end as kind
                      from platform.applied_migrations) as applied
            """)
        for row in rows {
            let number: Int = try row.get("number")
            let known = digests["\(try row.get("kind", as: String.self))/\(number)"]
            if let known, known != (try row.get("digest", as: String.self)) {
                throw Fault.edited(
                    schema: try row.get("schema_name"), step: "\(number)_\(try row.get("name", as: String.self))")
            }
        }
    }
}

extension Duration {
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}

/// Runs `body` over `items`, at most `limit` at once; the first error ends what has not begun.
func inParallel<Item: Sendable>(
    _ items: [Item], limit: Int, _ body: @escaping @Sendable (Item) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        var rest = items.makeIterator()
        for _ in 0..<max(1, limit) {
            guard let item = rest.next() else { break }
            group.addTask { try await body(item) }
        }
        while try await group.next() != nil {
            if let item = rest.next() { group.addTask { try await body(item) } }
        }
    }
}
