import Foundation
import Postgres
import Tenancy
package import Vocabulary

/// Writes the whole platform to a directory: a dump by PostgreSQL's own program and, read in the same
/// snapshot, what a restore has to come to.
package struct TakeBackup: Sendable {
    private let server: DatabaseServer
    private let clock: WallClock

    /// Rows made anew from the configured master keys; in a backup they would let its reader sign tokens.
    static let withoutRows = ["tenancy.token_keys"]
    /// As `FleetMigration` holds it.
    private static let migrationLock = 7_261_983_001
    /// Until the session ends; not gained while a migration runs.
    static let keepMigrationsOut: SQL = "select pg_try_advisory_lock_shared(\(migrationLock)) as gained"

    package init(server: DatabaseServer, clock: WallClock) {
        self.server = server
        self.clock = clock
    }

    /// - Throws: `BackupFault`; `PostgresError`; what `pg_dump` said. Nothing is left under `directory` then.
    package func run(to directory: String) async throws -> BackupManifest {
        let (partial, finished) = try BackupDirectory.begin(at: directory)
        do {
            let manifest = try await server.connected { try await dump(to: partial, through: $0) }
            try partial.finish(manifest, as: finished)
            return manifest
        } catch {
            partial.remove()
            throw error
        }
    }

    /// The connection's transaction keeps the snapshot alive until the dump has ended.
    private func dump(to partial: BackupDirectory, through connection: PostgresConnection) async throws
        -> BackupManifest
    {
        try await refuseUnfit(connection)
        let takenAt = clock.now().rfc3339
        try await connection.script("begin isolation level repeatable read read only; \(DigestReader.settings)")
        let snapshot: String = try await connection.run("select pg_export_snapshot() as name").only().get("name")
        // Read before the dump reads them: a number given out meanwhile makes the dump's the higher one.
        let sequences = try await Self.sequences(connection)
        async let dumped: Void = server.run(
            "pg_dump",
            [
                "--format=directory", "--jobs=\(DatabaseServer.jobs)", "--compress=3", "--no-password",
                "--snapshot=\(snapshot)", "--file=\(partial.dump)",
            ] + Self.withoutRows.map { "--exclude-table-data=\($0)" })
        let reader = DigestReader(connection: connection)
        let tables = try await reader.tables().filter { !Self.withoutRows.contains($0.description) }
        let digests = try await reader.digests(tables)
        let (kept, keys) = (try await Self.server(connection), try await neededKeys(connection))
        let migrations = try await Self.migrations(connection)
        try await dumped
        try await connection.script("commit")
        return BackupManifest(
            format: BackupManifest.formatLatest, takenAt: takenAt, server: kept, migrations: migrations,
            masterKeys: keys, tables: digests, sequences: sequences, withoutRows: Self.withoutRows,
            files: try partial.seal())
    }

    private func refuseUnfit(_ connection: PostgresConnection) async throws {
        let role = try await connection.run("select rolsuper from pg_roles where rolname = current_user").only()
        guard try role.get("rolsuper") else { throw BackupFault.notSuperuser }
        let ledger = try await connection.run("select to_regclass('platform.data_keys') is not null as stands").only()
        guard try ledger.get("stands") else { throw BackupFault.notMigrated }
        let lock = try await connection.run(Self.keepMigrationsOut)
        guard try lock.only().get("gained") else { throw BackupFault.migrationRuns }
    }

    static func sequences(_ connection: PostgresConnection) async throws -> [BackupManifest.Sequence] {
        try await connection.run(
            """
            select schemaname || '.' || sequencename as name, coalesce(last_value, 0) as last_value
              from pg_sequences order by 1
            """
        ).map { BackupManifest.Sequence(name: try $0.get("name"), lastValue: try $0.get("last_value")) }
    }

    static func server(_ connection: PostgresConnection) async throws -> BackupManifest.Server {
        let row = try await connection.run(
            """
            select current_setting('server_version') as version, current_setting('server_version_num')::integer as number,
                   pg_encoding_to_char(encoding)::text as encoding, datcollate::text as collate, datctype::text as ctype
              from pg_database where datname = current_database()
            """
        ).only()
        return BackupManifest.Server(
            version: try row.get("version"), number: try row.get("number"), encoding: try row.get("encoding"),
            collate: try row.get("collate"), ctype: try row.get("ctype"))
    }

    private func neededKeys(_ connection: PostgresConnection) async throws -> [BackupManifest.NeededKey] {
        try await connection.run(
            """
            select distinct master_key_id::integer as number from platform.data_keys
             where wrapped_key is not null order by 1
            """
        ).map { row in
            let number: Int = try row.get("number")
            return BackupManifest.NeededKey(
                number: number, fingerprint: server.masterKeys.fingerprint(number: number))
        }
    }

    private static func migrations(_ connection: PostgresConnection) async throws -> [String: Int] {
        let rows = try await connection.run(
            """
            select case when name in ('platform', 'shared') then name else 'tenant' end as kind, max(version) as version
              from platform.schemas group by 1
            """)
        return try rows.reduce(into: [:]) {
            $0[try $1.get("kind", as: String.self)] = try $1.get("version", as: Int.self)
        }
    }
}
