import ArgumentParser
import Backups
import Foundation
import Tenancy
import Vocabulary

/// Writes the whole platform to a directory, while it goes on serving.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Back up the whole platform to a new directory.",
        discussion: "The master keys are not in it: without those of MASTER_KEYS it can not be restored.")

    @Argument(help: "The directory; it must not exist yet.") var directory: String

    func run() async throws {
        let base = try await Launch.base()
        let manifest = try await TakeBackup(server: base.databaseServer(), clock: base.clock).run(to: directory)
        let bytes = manifest.files.reduce(0) { $0 + $1.bytes }
        let keys = manifest.masterKeys.map { "\($0.number)" }.joined(separator: ", ")
        print(
            "\(manifest.tables.count) tables, \(manifest.rowCount) rows, \(bytes) bytes in \(directory); "
                + "needs master keys: \(keys.isEmpty ? "none" : keys)")
    }
}

/// Puts a whole backup in the place of the platform's database.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Restore the whole platform from a backup.",
        discussion: """
            It is loaded beside the database, compared with the backup's manifest and audited for isolation; only \
            when neither finds anything does it take its place. Else it exits with 1 and says what was found.
            """)

    @Argument(help: "A directory that `travelhub backup` wrote.") var directory: String

    @Flag(name: .long, help: "Drop EVERYTHING that the database holds now; it is lost.")
    var drop = false

    func run() async throws {
        let base = try await Launch.base()
        let report = try await RestoreBackup(server: base.databaseServer())
            .run(from: directory, drop: drop, mark: base.identifiers.next())
        print(
            "restored \(report.manifest.tables.count) tables, \(report.manifest.rowCount) rows, as of "
                + "\(report.manifest.takenAt); every count and digest is the backup's")
        if report.isBehindRelease { print("the backup is of an older release; next: travelhub migrate") }
        try TenantCommand.Audit.tell(report.audit)
    }
}

extension TenantCommand {
    /// One partner alone out of a whole backup.
    struct Recover: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring one partner's data back from a whole backup.",
            discussion: """
                What the partner's tables, hosts, state and data keys are now is replaced by what they were; other \
                partners are not touched. Its site is in maintenance meanwhile.
                """)

        @Argument(help: "A directory that `travelhub backup` wrote.") var directory: String
        @Argument(help: "The partner.") var slug: String

        func run() async throws {
            let base = try await Launch.base()
            let report = try await RecoverTenant(server: base.databaseServer(), identifiers: base.identifiers)
                .run(slug: slug, from: directory, actor: TenantCommand.Apply.actor.name)
            let rows = report.tables.reduce(0) { $0 + $1.rows }
            print(
                "\(slug): \(rows) rows in \(report.tables.count) tables as of \(report.manifest.takenAt); "
                    + "\(report.state), generation \(report.generation)")
        }
    }
}
