import Postgres
import Tenancy

/// A finished backup that is whole and can be read here: every check that needs no database of its own.
struct CheckedBackup: Sendable {
    let directory: BackupDirectory
    let manifest: BackupManifest

    /// Throws `BackupFault`; nothing has been changed then.
    static func open(_ path: String, for server: DatabaseServer) async throws -> CheckedBackup {
        let directory = BackupDirectory(path: BackupDirectory.absolute(path))
        let manifest = try directory.check()
        for kind in MigrationClass.allCases {
            let (backup, release) = (manifest.migrations[kind.rawValue] ?? 0, server.plan.latest(kind))
            guard backup <= release else {
                throw BackupFault.newerRelease(kind: kind.rawValue, backup: backup, release: release)
            }
        }
        for needed in manifest.masterKeys {
            guard let here = server.masterKeys.fingerprint(number: needed.number) else {
                throw BackupFault.keyMissing(number: needed.number)
            }
            guard needed.fingerprint == nil || needed.fingerprint == here else {
                throw BackupFault.keyDiffers(number: needed.number)
            }
        }
        try await server.maintaining { connection in
            let here = try await TakeBackup.server(connection)
            guard here.major >= manifest.server.major else {
                throw BackupFault.olderServer(backup: manifest.server.version, server: here.version)
            }
            guard
                try await connection.run("select rolsuper from pg_roles where rolname = current_user").only()
                    .get("rolsuper")
            else { throw BackupFault.notSuperuser }
        }
        return CheckedBackup(directory: directory, manifest: manifest)
    }
}
