import Vocabulary

/// Why a backup is not taken, not read, or not put back. Each says in plain words what to do.
package enum BackupFault: Error, Hashable, Sendable, CustomStringConvertible {
    case exists(String)
    /// What an interrupted backup, or one that runs still, left in the way.
    case partial(String)
    case notMigrated
    case halfMade(String)
    case unreadable(String, reason: String)
    case damaged(file: String, reason: String)
    case newerFormat(Int)
    case newerRelease(kind: String, backup: Int, release: Int)
    case olderServer(backup: String, server: String)
    case keyMissing(number: Int)
    case keyDiffers(number: Int)
    case notSuperuser
    case migrationRuns
    case notEmpty(database: String, tables: Int)
    case mismatches([String])
    case notIsolated([String])
    case tenant(RecoveryFault)

    package var description: String {
        switch self {
        case .exists(let path): "\(path) exists already; a backup goes to a directory of its own"
        case .partial(let path): "\(path) is there: another backup is at it, or one broke off; then remove it"
        case .notMigrated: "the database is not migrated; there is nothing to back up"
        case .halfMade(let path):
            "\(path) is a half-made backup: it has no \(BackupManifest.fileName), which is written last"
        case .unreadable(let path, let reason): "\(path) can not be read: \(reason)"
        case .damaged(let file, let reason): "the backup is damaged: \(file) \(reason); nothing was changed"
        case .newerFormat(let format):
            "the backup has format \(format), this release reads up to \(BackupManifest.formatLatest): use the newer release"
        case .newerRelease(let kind, let backup, let release):
            "the backup stands at \(kind) migration \(backup), this release knows \(release): use the newer release"
        case .olderServer(let backup, let server):
            "the backup is of PostgreSQL \(backup), the server here is \(server): restore on one as new or newer"
        case .keyMissing(let number):
            "the backup's data keys are wrapped with master key \(number), which MASTER_KEYS does not hold here"
        case .keyDiffers(let number):
            "master key \(number) of MASTER_KEYS is not the one that the backup's data keys are wrapped with"
        case .notSuperuser:
            "the login of DATABASE_URL is no superuser: rows under forced row security would be left out unseen"
        case .migrationRuns: "a migration is under way; try again when it is done"
        case .notEmpty(let database, let tables):
            """
            the database \(database) is not empty (\(tables) tables) and nothing was changed. Restore into an empty one, \
            or say --drop: then everything in it is dropped and lost, and the backup stands in its place
            """
        case .mismatches(let lines):
            "what was restored is not what was backed up, and was not put in place:\n" + lines.joined(separator: "\n")
        case .notIsolated(let findings):
            """
            in what was restored partners are not kept apart, and it was not put in place; the release that took the \
            backup may judge otherwise:

            """ + findings.joined(separator: "\n")
        case .tenant(let fault): fault.description
        }
    }
}

/// Why one partner is not brought back alone. Nothing was changed.
package enum RecoveryFault: Hashable, Sendable, CustomStringConvertible {
    case notInBackup(slug: String)
    case notHere(slug: String)
    case anotherTenant(slug: String)
    case placement(String)
    case version(schema: String, backup: Int, here: Int)
    case tablesDiffer([String])
    case foreignKeyCircle([String])
    case operationRuns(slug: String)
    case recoveryRuns(slug: String)
    case changedMeanwhile(slug: String)
    case halfProvisioned(slug: String)
    case keyDestroyed(number: Int)
    case hostTaken(String)
    case stillBusy(seconds: Int)
    case brokenReference(constraint: String, rows: Int)

    package var description: String {
        switch self {
        case .notInBackup(let slug): "the backup holds no partner \(slug)"
        case .notHere(let slug): "there is no partner \(slug) here to bring back; restore the whole backup elsewhere"
        case .anotherTenant(let slug): "\(slug) is another partner here than in the backup (their identifiers differ)"
        case .placement(let words): "the partner lies elsewhere than in the backup: \(words)"
        case .version(let schema, let backup, let here):
            "\(schema) stands at migration \(here) here and at \(backup) in the backup: they must be the same"
        case .tablesDiffer(let tables): "tables differ from the backup's: \(tables.joined(separator: ", "))"
        case .foreignKeyCircle(let tables): "foreign keys form a circle: \(tables.joined(separator: ", "))"
        case .operationRuns(let slug): "a change of \(slug) is under way; wait until it is done"
        case .recoveryRuns(let slug):
            "\(slug) is being brought back already, or a change of it begins this moment; try again later"
        case .changedMeanwhile(let slug): "\(slug) was changed while the backup was loaded; try again"
        case .halfProvisioned(let slug): "\(slug) was not yet provisioned when the backup was taken"
        case .keyDestroyed(let number):
            "data key \(number) was destroyed since, to erase this partner's people; a backup may not bring them back"
        case .hostTaken(let host): "the host \(host) belongs to another partner by now"
        case .stillBusy(let seconds): "transactions of this partner did not end within \(seconds) s; try again"
        case .brokenReference(let constraint, let rows): "\(rows) rows would break \(constraint)"
        }
    }
}
