import ArgumentParser
import Postgres
import Tenancy

/// Brings the whole fleet of schemas to this release.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Migrate the platform and every tenant's schema, canary first.")

    @Flag(name: .long, help: "Say what would be done, and do nothing.")
    var dryRun = false

    @Option(name: .long, help: "Schemas under way at once, 1 to 64.")
    var parallel = 8

    @Flag(name: .long, help: "Compare each schema with what its migration left there.")
    var drift = false

    func validate() throws {
        guard (1...64).contains(parallel) else { throw ValidationError("--parallel is 1 to 64") }
    }

    func run() async throws {
        let base = try await Launch.base()
        if drift { return try await reportDrift(base) }
        var options = FleetMigration.Options()
        options.isDryRun = dryRun
        options.parallel = parallel
        let progress = MigrationProgress()
        let report = try await base.prepareDatabase(options) { progress.note($0) }
        print(
            dryRun ? "would migrate \(report.migrated)" : "migrated \(report.migrated), up to date \(report.upToDate)")
    }

    private func reportDrift(_ base: Base) async throws {
        let pool = base.access.pool(.owner, maximum: 1)
        let drift = try await FleetMigration(pool: pool, plan: try base.files.migrationPlan(), logger: base.logger)
            .drift()
        await pool.close()
        for schema in drift {
            print("\(schema.schema): recorded \(schema.recorded ?? "nothing"), found \(schema.found)")
        }
        print("\(drift.count) schemas drifted")
        if !drift.isEmpty { throw ExitCode(1) }
    }
}
