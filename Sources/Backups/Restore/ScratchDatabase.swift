import Foundation
import Logging
import Postgres
import Tenancy

/// A database beside the platform's own into which a backup is loaded and compared, so that what is in
/// place stays in place until its replacement has been seen to be right.
struct ScratchDatabase: Sendable {
    let name: String
    let server: DatabaseServer

    static let prefix = "travelhub_restoring_"

    /// Loads the backup, without the schemas of other tenants where only one is wanted, and compares it
    /// with the manifest; dropped again when anything is amiss.
    ///
    /// Throws `BackupFault.mismatches` with each of them.
    static func load(
        _ backup: CheckedBackup, on server: DatabaseServer, mark: UUID, without schemas: [String] = []
    ) async throws -> ScratchDatabase {
        let name = prefix + mark.uuidString.lowercased().prefix(13).replacingOccurrences(of: "-", with: "")
        let scratch = ScratchDatabase(name: name, server: server)
        try await scratch.create(backup.manifest.server)
        do {
            try await scratch.fill(backup, without: schemas)
            return scratch
        } catch {
            await scratch.drop()
            throw error
        }
    }

    func drop() async {
        do {
            try await server.maintaining { connection in
                _ = try await connection.script("drop database if exists \(name) with (force)")
            }
        } catch {
            server.logger.error("not dropped", metadata: ["database": "\(name)", "error": "\(error)"])
        }
    }

    /// The backup's own encoding and collation, or its texts would not sort and compare as they did.
    private func create(_ origin: BackupManifest.Server) async throws {
        try await server.maintaining { connection in
            _ = try await connection.script(
                """
                create database \(name) template template0 encoding \(Self.literal(origin.encoding))
                  lc_collate \(Self.literal(origin.collate)) lc_ctype \(Self.literal(origin.ctype))
                """)
        }
    }

    private func fill(_ backup: CheckedBackup, without schemas: [String]) async throws {
        let pool = server.pool(name)
        do {
            // Owners and grants name the roles, which belong to the server and are in no dump.
            try await Bootstrap(pool: pool, password: server.rolePassword).run()
            try await server.run(
                "pg_restore",
                [
                    "--format=directory", "--jobs=\(DatabaseServer.jobs)", "--exit-on-error", "--no-password",
                    "--dbname=\(name)",
                ] + schemas.map { "--exclude-schema=\($0)" } + [backup.directory.dump], database: name)
            try await TokenKeyStore(pool: pool).synchronise(server.masterKeys)
            let leftOut = Set(schemas)
            try await pool.lease { connection in
                try await compare(connection, with: backup.manifest) { !leftOut.contains($0) }
            }
            await pool.close()
        } catch {
            await pool.close()
            throw error
        }
    }

    private func compare(
        _ connection: PostgresConnection, with manifest: BackupManifest, where isWanted: (String) -> Bool
    ) async throws {
        func schema(_ object: String) -> String { String(object.prefix { $0 != "." }) }
        try await connection.script("begin isolation level repeatable read read only; \(DigestReader.settings)")
        let reader = DigestReader(connection: connection)
        let tables = try await reader.tables().filter { !manifest.withoutRows.contains($0.description) }
        let found = try await reader.digests(tables.filter { isWanted($0.schema) })
        let sequences = try await TakeBackup.sequences(connection)
        try await connection.script("commit")
        let wanted = manifest.tables.filter { isWanted(schema($0.table)) }
        var faults = Self.differences(wanted: wanted, found: found)
        let reached = Dictionary(uniqueKeysWithValues: sequences.map { ($0.name, $0.lastValue) })
        for sequence in manifest.sequences where isWanted(schema(sequence.name)) {
            guard let value = reached[sequence.name], value >= sequence.lastValue else {
                faults.append("\(sequence.name): would give out again what it gave out before")
                continue
            }
        }
        guard faults.isEmpty else { throw BackupFault.mismatches(faults) }
    }

    /// One line for each table that is not as it should be.
    static func differences(wanted: [TableDigest], found: [TableDigest]) -> [String] {
        let there = Dictionary(uniqueKeysWithValues: found.map { ($0.table, $0) })
        let known = Set(wanted.map(\.table))
        var lines: [String] = wanted.compactMap { table in
            guard let other = there[table.table] else { return "\(table.table): is missing" }
            if other.rows != table.rows {
                return "\(table.table): \(table.rows) rows backed up, \(other.rows) restored"
            }
            return other.digest == table.digest ? nil : "\(table.table): \(table.rows) rows, but not the same ones"
        }
        lines += found.filter { !known.contains($0.table) }.map { "\($0.table): is not in the backup" }
        return lines
    }

    static func literal(_ text: String) -> String { "'" + text.replacingOccurrences(of: "'", with: "''") + "'" }
}
