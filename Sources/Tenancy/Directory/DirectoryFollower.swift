import Foundation
package import Logging
package import Postgres
import ServiceLifecycle
import Vocabulary

/// Keeps a process's directory in step with the database: told by NOTIFY, everything read again when
/// the listener reconnects, and a slow poll as the net below both.
package struct DirectoryFollower: Service {
    package static let channel = "travelhub_tenants"
    package static let pollSeconds = 2.0
    /// A row's time is taken before its commit; the poll looks this far back so as not to miss one.
    static let overlapSeconds = 60.0

    private let directory: TenantDirectory
    private let store: DirectoryStore
    private let listener: PostgresListener
    private let logger: Logger
    private let changed: @Sendable ([TenantEntry]) -> Void

    /// `changed` hears of every tenant that is not what it was, so that caches can let go of it.
    package init(
        directory: TenantDirectory, database: PlatformDatabase, listener: PostgresListener, logger: Logger,
        changed: @escaping @Sendable ([TenantEntry]) -> Void
    ) {
        self.directory = directory
        self.store = DirectoryStore(database: database)
        self.listener = listener
        self.logger = logger
        self.changed = changed
    }

    /// The first complete read; a process serves nothing before it.
    package func load() async throws {
        let records = try await store.all()
        let news = unknown(of: records)
        directory.replace(with: records)
        changed(news)
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await listener.run() }
                group.addTask { await follow() }
                group.addTask { try await poll() }
                try await group.next()
                group.cancelAll()
            }
        }
    }

    private func follow() async {
        for await event in listener.events {
            do {
                switch event {
                case .connected: try await load()
                case .notification(_, let payload):
                    guard let uuid = UUID(uuidString: payload) else { continue }
                    take(try await store.one(TenantID(uuid)))
                case .disconnected: logger.warning("directory listener lost its connection; polling goes on")
                }
            } catch {
                logger.warning("directory not refreshed", metadata: ["error": "\(error)"])
            }
        }
    }

    private func poll() async throws {
        var since: Date?
        while !Task.isCancelled {
            do {
                let now = try await store.now()
                if let since { take(try await store.changed(since: since.addingTimeInterval(-Self.overlapSeconds))) }
                since = now
            } catch {
                logger.warning("directory not polled", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: .seconds(Self.pollSeconds))
        }
    }

    private func take(_ records: [DirectorySnapshot.Record]) {
        let news = unknown(of: records)
        directory.put(records)
        changed(news)
    }

    /// The poll looks back, so most of what it reads is known.
    private func unknown(of records: [DirectorySnapshot.Record]) -> [TenantEntry] {
        records.map(\.entry).filter { directory.entry(id: $0.id) != $0 }
    }
}
