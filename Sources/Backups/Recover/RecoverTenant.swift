import Foundation
import Postgres
import Tenancy
package import Vocabulary

/// Brings one partner's data back out of a whole backup, while every other partner goes on selling.
///
/// The backup is loaded into a database beside; the partner is closed to its own requests and jobs; then
/// its rows are replaced in one transaction of the owner's. What happens to which table is decided by
/// `RecoveredTable.Treatment`.
package struct RecoverTenant: Sendable {
    package struct Report: Sendable {
        package let manifest: BackupManifest
        package let generation: Int32
        /// The partner's tables as they are now, equal to the backup's.
        package let tables: [TableDigest]
        package let state: String
    }

    private let server: DatabaseServer
    private let identifiers: IdentifierSource

    package init(server: DatabaseServer, identifiers: IdentifierSource) {
        self.server = server
        self.identifiers = identifiers
    }

    /// - Throws: `BackupFault`, `PostgresError`, what `pg_restore` said. Nothing of the partner changed then.
    package func run(slug: String, from directory: String, actor: String) async throws -> Report {
        let backup = try await CheckedBackup.open(directory, for: server)
        return try await server.connected { holder in
            let lock = RecoveryLock(slug: slug)
            guard try await holder.run(lock.take).only().get("gained", as: Bool.self) else {
                throw BackupFault.tenant(.recoveryRuns(slug: slug))
            }
            let migration = try await holder.run(TakeBackup.keepMigrationsOut)
            guard try migration.only().get("gained", as: Bool.self) else { throw BackupFault.migrationRuns }
            let result: Result<Report, any Error>
            do { result = .success(try await run(slug, from: backup, actor)) } catch { result = .failure(error) }
            // The session's end would do so, too, but a moment later.
            _ = try? await holder.run("select pg_advisory_unlock_all()::text as freed")
            return try result.get()
        }
    }

    private func run(_ slug: String, from backup: CheckedBackup, _ actor: String) async throws -> Report {
        let here = try await server.connected { try await TenantPlace.find(slug, $0) }
        guard let here else { throw BackupFault.tenant(.notHere(slug: slug)) }
        let others = backup.manifest.schemas.filter { $0.isTenants && $0.name != here.schema }.map(\.name)
        let scratch = try await ScratchDatabase.load(backup, on: server, mark: identifiers.next(), without: others)
        do {
            let report = try await server.connected(to: scratch.name) { origin in
                try await replace(here, from: origin, of: backup.manifest, actor: actor)
            }
            await scratch.drop()
            return report
        } catch {
            await scratch.drop()
            throw error
        }
    }

    private func replace(
        _ here: TenantPlace, from origin: PostgresConnection, of manifest: BackupManifest, actor: String
    ) async throws -> Report {
        try await origin.script("begin isolation level repeatable read read only; \(DigestReader.settings)")
        guard let there = try await TenantPlace.find(here.slug, origin) else {
            throw BackupFault.tenant(.notInBackup(slug: here.slug))
        }
        try there.refuseOther(than: here)
        let tables = try await server.connected { live in
            let tables = try await RecoveredTable.plan(schema: here.schema, live)
            let wanted = try await RecoveredTable.plan(schema: here.schema, origin)
            let differing = Set(tables.map(\.name.description)).symmetricDifference(wanted.map(\.name.description))
            guard differing.isEmpty else { throw BackupFault.tenant(.tablesDiffer(differing.sorted())) }
            return tables
        }
        let fence = TenantFence(server: server, place: here)
        let closed = try await fence.close()
        do {
            return try await server.connected { live in
                try await copy(tables, closed, from: origin, to: live, manifest, actor)
            }
        } catch {
            await fence.open(closed)
            throw error
        }
    }

    /// One transaction: the rows, the platform's word on the tenant, the comparison, the new generation.
    private func copy(
        _ tables: [RecoveredTable], _ here: TenantPlace, from origin: PostgresConnection,
        to live: PostgresConnection, _ manifest: BackupManifest, _ actor: String
    ) async throws -> Report {
        let transfer = RowTransfer(origin: origin, live: live, tenant: here.tenant)
        try await transfer.begin()
        for table in tables.reversed() { try await transfer.clear(table) }
        for table in tables { try await transfer.fill(table) }
        let platform = PlatformRows(transfer: transfer, place: here)
        let state = try await platform.put(identifiers, actor: actor, takenAt: manifest.takenAt)
        let replaced = tables.filter { $0.treatment == .replaced }.map(\.name)
        let wanted = try await DigestReader(connection: origin).digests(replaced, of: here.tenant)
        let found = try await DigestReader(connection: live).digests(replaced, of: here.tenant)
        let differences = ScratchDatabase.differences(wanted: wanted, found: found)
        guard differences.isEmpty else { throw BackupFault.mismatches(differences) }
        try await live.script("commit")
        return Report(manifest: manifest, generation: here.generation + 1, tables: found, state: state)
    }
}

extension BackupManifest {
    var schemas: [(name: String, isTenants: Bool)] {
        Set(tables.map { String($0.table.prefix { $0 != "." }) }).sorted().map { name in
            (name, name.wholeMatch(of: /t[1-9][0-9]*/) != nil)
        }
    }
}
