import Foundation
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Jobs

/// Work that tests put in the queue.
struct Errand: Job {
    static let kind = "test.errand"
    static let attemptsMax = 3
    let name: String
}

/// Two tenants and the queue between them.
struct JobFixture {
    let fleet: TestFleet
    let one: TenantEntry
    let two: TenantEntry
    let directory: TenantDirectory
    let queue: JobQueue
    let store: JobStore

    static func make(_ mode: IsolationMode = .pooled) async throws -> JobFixture {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(mode)
        let directory = try await loaded(fleet)
        return JobFixture(
            fleet: fleet, one: one, two: two, directory: directory,
            queue: JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers),
            store: JobStore(pool: fleet.worker))
    }

    static func loaded(_ fleet: TestFleet) async throws -> TenantDirectory {
        let directory = TenantDirectory(platformHosts: [])
        let listener = PostgresListener(
            PostgresConfiguration(conninfo: fleet.adminConninfo), channels: [], logger: TestFleet.logger)
        try await DirectoryFollower(
            directory: directory, database: fleet.platform, listener: listener, logger: TestFleet.logger,
            changed: { _ in }
        ).load()
        return directory
    }

    func enqueue(_ name: String, for entry: TenantEntry, _ plan: JobPlan = JobPlan()) async throws {
        try await fleet.tenants.scope(entry).transaction {
            try await queue.enqueue(Errand(name: name), plan, in: $0)
        }
    }

    func worker(
        _ name: String = "worker", limits: Worker.Limits = .init(), bell: JobBell? = nil,
        _ body: @escaping @Sendable (Errand, JobContext) async throws -> Void
    ) -> Worker {
        var handlers = JobHandlers()
        handlers.register(Errand.self, body)
        return Worker(
            pool: fleet.worker, handlers: handlers, tenants: fleet.tenants, directory: directory,
            keys: fleet.masterKeys,
            name: name, queues: [Errand.queue], limits: limits, bell: bell, logger: TestFleet.logger)
    }

    func claim(_ limit: Int = 10, perTenant: Int = 10, after: TenantID = ClaimRounds.start)
        async throws -> [ClaimedJob]
    {
        try await store.tidy()
        return try await store.claim(
            JobClaim(
                queue: Errand.queue, worker: "test", limit: limit, perTenant: perTenant, leaseSeconds: 30,
                after: after))
    }

    /// State, attempt and fault of the one live job there is.
    func live() async throws -> (state: String, attempt: Int, fault: String?) {
        let row = try await fleet.admin.single("select state, attempt, fault from shared.jobs").only()
        return (try row.get("state"), try row.get("attempt"), try row.get("fault"))
    }

    func count(_ table: String) async throws -> Int {
        try await fleet.admin.single("select count(*) as count from shared.\(identifier: table)").only()
            .get("count")
    }

    /// Makes what is to come due now.
    func hurry() async throws {
        _ = try await fleet.admin.single(
            "update shared.jobs set run_at = clock_timestamp() where state in ('ready', 'scheduled')")
    }

    func lapse() async throws {
        _ = try await fleet.admin.single(
            "update shared.jobs set leased_until = clock_timestamp() - interval '1 second' where state = 'running'"
        )
    }
}

extension ClaimedJob {
    var name: String? { try? JSONDecoder().decode(Errand.self, from: Data(arguments.utf8)).name }
}

/// What ran, in its order.
final class RunLog: Sendable {
    private let entries = Mutex<[String]>([])
    func note(_ text: String) { entries.withLock { $0.append(text) } }
    var all: [String] { entries.withLock { $0 } }
}

struct Trouble: Error {}
