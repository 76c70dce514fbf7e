package import Foundation
import Postgres
package import Tenancy

/// Puts a whole backup in the place of the platform's database.
///
/// It is loaded beside, compared with its manifest, audited for isolation and only then given the name: whatever goes wrong
/// before, what was there is there still.
package struct RestoreBackup: Sendable {
    package struct Report: Sendable {
        package let manifest: BackupManifest
        /// Of the restored database; without findings, or it would not have been put in place.
        package let audit: IsolationAudit.Report
        /// Classes whose schemas stand below this release: `migrate` is next.
        package let isBehindRelease: Bool
    }

    private let server: DatabaseServer

    package init(server: DatabaseServer) { self.server = server }

    /// - Parameters:
    ///   - drop: what the database holds now may be lost.
    ///   - mark: names the database that it is loaded into.
    /// - Throws: `BackupFault`, `PostgresError`, what `pg_restore` said.
    package func run(from directory: String, drop: Bool, mark: UUID) async throws -> Report {
        let backup = try await CheckedBackup.open(directory, for: server)
        let target = try server.database()
        if !drop, let tables = try await tablesInPlace(target), tables > 0 {
            throw BackupFault.notEmpty(database: target, tables: tables)
        }
        let scratch = try await ScratchDatabase.load(backup, on: server, mark: mark)
        let audit: IsolationAudit.Report
        do {
            audit = try await server.connected(to: scratch.name) { connection in
                // Planned on no figures, the first statements would read whole tables.
                try await connection.script("analyze")
                return try await IsolationAudit().run(connection)
            }
            guard audit.findings.isEmpty else { throw BackupFault.notIsolated(audit.findings.map(\.description)) }
            try await put(scratch, inPlaceOf: target, mark: mark)
        } catch {
            await scratch.drop()
            throw error
        }
        return Report(
            manifest: backup.manifest, audit: audit,
            isBehindRelease: MigrationClass.allCases.contains {
                backup.manifest.migrations[$0.rawValue] ?? 0 < server.plan.latest($0)
            })
    }

    /// Nil when there is no such database yet.
    private func tablesInPlace(_ target: String) async throws -> Int? {
        let exists = try await server.maintaining { connection in
            try await connection.run("select 1 as one from pg_database where datname = \(target)").count == 1
        }
        guard exists else { return nil }
        return try await server.connected { connection in
            try await connection.run(
                """
                select count(*) as count from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                   and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                """
            ).only().get("count")
        }
    }

    /// Sessions on the old one are ended and find the new one when they dial again. Broken off between
    /// the two renames, both databases are there under names that say what they are.
    private func put(_ scratch: ScratchDatabase, inPlaceOf target: String, mark: UUID) async throws {
        let old = "travelhub_replaced_" + scratch.name.dropFirst(ScratchDatabase.prefix.count)
        let name = "\"" + target.replacingOccurrences(of: "\"", with: "\"\"") + "\""
        try await server.maintaining { connection in
            let exists =
                try await connection.run("select 1 as one from pg_database where datname = \(target)").count == 1
            guard exists else {
                _ = try await connection.script("alter database \(scratch.name) rename to \(name)")
                return
            }
            do {
                _ = try await connection.script("alter database \(name) allow_connections false")
                _ = try await connection.run(
                    "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = \(target)")
                _ = try await connection.script("alter database \(name) rename to \(old)")
            } catch {
                _ = try? await connection.script("alter database \(name) allow_connections true")
                throw error
            }
            do {
                _ = try await connection.script("alter database \(scratch.name) rename to \(name)")
            } catch {
                _ = try? await connection.script(
                    "alter database \(old) rename to \(name); alter database \(name) allow_connections true")
                throw error
            }
            _ = try await connection.script("drop database \(old) with (force)")
        }
    }
}
