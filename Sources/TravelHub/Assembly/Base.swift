import Backups
import Foundation
import Localization
import Logging
import Postgres
import Tenancy
import Vocabulary

/// What every subcommand that touches the database stands on.
struct Base: Sendable {
    let settings: Settings
    let access: DatabaseAccess
    let masterKeys: MasterKeys
    let logger: Logger
    let clock: WallClock
    let identifiers: IdentifierSource
    let files: ReleaseFiles

    /// Throws `SettingFault` when the database or the keys are not configured.
    ///
    /// `files`: those of another that stands on the same release.
    init(settings: Settings, logger: Logger, files: ReleaseFiles? = nil) throws {
        func missing<Value>(_ setting: Setting<Value>) -> SettingFault {
            SettingFault(
                key: setting.key, environmentName: setting.environmentName, expected: setting.expected, found: nil)
        }
        guard let url = settings.databaseURL else { throw missing(SettingKeys.databaseURL) }
        guard let keys = settings.masterKeys else { throw missing(SettingKeys.masterKeys) }
        self.init(
            settings: settings, adminConninfo: url, rolePassword: settings.databaseRolePassword, masterKeys: keys,
            logger: logger, files: files)
    }

    init(
        settings: Settings, adminConninfo: String, rolePassword: String?, masterKeys: MasterKeys, logger: Logger,
        files: ReleaseFiles? = nil
    ) {
        self.settings = settings
        self.access = DatabaseAccess(
            adminConninfo: adminConninfo, rolePassword: rolePassword,
            statistics: StatementStatistics(slowThreshold: .milliseconds(settings.slowQueryMilliseconds)),
            logger: logger)
        self.masterKeys = masterKeys
        self.logger = logger
        self.clock = .system
        self.identifiers = .version7(clock: .system)
        self.files = files ?? ReleaseFiles(root: settings.rootDirectory)
    }

    /// The same database as its administrator backs it up and restores it.
    func databaseServer() throws -> DatabaseServer {
        DatabaseServer(
            conninfo: access.adminConninfo, rolePassword: access.rolePassword, plan: try files.migrationPlan(),
            masterKeys: masterKeys, logger: logger)
    }

    /// Roles, every schema at this release, the keys that tokens are checked against.
    func prepareDatabase(
        _ options: FleetMigration.Options = FleetMigration.Options(),
        progress: @escaping @Sendable (FleetMigration.Event) -> Void = { _ in }
    ) async throws -> FleetMigration.Report {
        if !options.isDryRun {
            let admin = access.adminPool()
            try await Bootstrap(pool: admin, password: access.rolePassword).run()
            await admin.close()
        }
        let owner = access.pool(.owner, maximum: options.parallel + 2)
        let report = try await FleetMigration(pool: owner, plan: try files.migrationPlan(), logger: logger)
            .run(options, progress: progress)
        if !options.isDryRun { try await TokenKeyStore(pool: owner).synchronise(masterKeys) }
        await owner.close()
        return report
    }
}
