import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

/// A directory as one process keeps it, followed by a task of its own.
final class FollowedDirectory: Sendable {
    let directory = TenantDirectory(platformHosts: [])
    /// Tenants that were read again, in their order.
    let changed = Mutex<[TenantID]>([])
    private let running = Mutex<Task<Void, any Error>?>(nil)

    /// - Parameter name: the listener's, by which the server can be told to end it.
    static func start(
        _ fleet: TestFleet, name: String = "listener",
        changed: @escaping @Sendable (TenantEntry) -> Void = { _ in }
    ) async throws -> FollowedDirectory {
        let followed = FollowedDirectory()
        let follower = DirectoryFollower(
            directory: followed.directory, database: fleet.platform,
            listener: PostgresListener(
                PostgresConfiguration(
                    conninfo: TestFleet.conninfo(fleet.adminConninfo, user: "travelhub_platform"),
                    applicationName: name),
                channels: [DirectoryFollower.channel], logger: TestFleet.logger),
            logger: TestFleet.logger,
            changed: { entries in
                followed.changed.withLock { $0 += entries.map(\.id) }
                for entry in entries { changed(entry) }
            })
        try await follower.load()
        followed.running.withLock { $0 = Task { try await follower.run() } }
        let isListening = try await comesTrue {
            try await !fleet.admin.single(
                """
                select 1 from pg_stat_activity
                 where application_name = \(name) and state = 'idle' and query like 'listen%'
                """
            ).isEmpty
        }
        try #require(isListening)
        return followed
    }

    func stop() async {
        let task = running.withLock { $0 }
        task?.cancel()
        _ = try? await task?.value
    }

    func tenant(_ host: String) -> TenantID? {
        guard let name = HostName.normalise(host), case .tenant(let entry) = directory.resolve(name)
        else { return nil }
        return entry.id
    }
}

extension TestFleet {
    func putHost(_ host: String, of entry: TenantEntry, isPrimary: Bool = true) async throws {
        _ = try await admin.single(
            """
            insert into platform.tenant_hosts (host, tenant_id, is_primary) values (\(host), \(entry.id), \(isPrimary))
            on conflict (host) do update set tenant_id = excluded.tenant_id, is_primary = excluded.is_primary
            """)
    }
}
