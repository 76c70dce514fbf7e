import Foundation
import Jobs
import Logging
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// What the attacker wants done in the victim's name.
private struct Errand: Job {
    static let kind = "isolation.errand"
    let name: String
}

@Suite("Jobs that were written past the queue")
struct JobAttackTests {
    @Test(
        "Do not run, whatever envelope they carry; those of the queue run, each in its own tenant",
        arguments: IsolationMode.allCases)
    func forged(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (attacker, victim) = try await fleet.pair(mode)
        let queue = JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers)
        for (entry, name) in [(attacker, "own"), (victim, "theirs")] {
            try await fleet.tenants.scope(entry).transaction { try await queue.enqueue(Errand(name: name), in: $0) }
        }
        let genuine = try await fleet.admin.single(
            "select tenant_id = \(victim.id) as is_theirs, arguments, envelope from shared.jobs order by 1")
        for row in genuine {
            let (arguments, envelope): (String, [UInt8]) = (try row.get("arguments"), try row.get("envelope"))
            // The very words and seal of a genuine job under another number; the seal under other words.
            try await write(arguments, envelope, as: attacker, in: fleet)
            try await write(#"{"name":"forged"}"#, envelope, as: attacker, in: fleet)
        }
        try await write(#"{"name":"forged"}"#, [UInt8](repeating: 0, count: 32), as: attacker, in: fleet)
        try await write(#"{"name":"forged"}"#, [], as: attacker, in: fleet)

        let ran = Mutex<[String]>([])
        var handlers = JobHandlers()
        handlers.register(Errand.self) { errand, context in
            let tenant: TenantID = try await context.scope.run("select tenancy.current_tenant() as tenant").only()
                .get("tenant")
            ran.withLock { $0.append("\(errand.name)@\(tenant == victim.id ? "victim" : "attacker")") }
        }
        let worker = Worker(
            pool: fleet.worker, handlers: handlers, tenants: fleet.tenants, directory: try await directory(of: fleet),
            keys: fleet.masterKeys, name: "isolation", queues: [Errand.queue], logger: TestFleet.logger)
        while try await worker.turn() > 0 {}
        #expect(ran.withLock { $0.sorted() } == ["own@attacker", "theirs@victim"])
        let dead = try await fleet.admin.single("select 1 from shared.jobs where state = 'dead'").count
        #expect(dead == 2 * genuine.count + 2)
        await fleet.close()
    }

    private func write(
        _ arguments: String, _ envelope: [UInt8], as entry: TenantEntry, in fleet: TestFleet
    ) async throws {
        _ = try await fleet.tenants.scope(entry).run(
            """
            insert into jobs (tenant_id, job_id, queue, kind, arguments, envelope)
            values (\(entry.id), \(fleet.identifiers.next()), \(Errand.queue), \(Errand.kind), \(arguments), \(envelope))
            """)
    }

    private func directory(of fleet: TestFleet) async throws -> TenantDirectory {
        let directory = TenantDirectory(platformHosts: [])
        let listener = PostgresListener(
            PostgresConfiguration(conninfo: fleet.adminConninfo), channels: [], logger: TestFleet.logger)
        try await DirectoryFollower(
            directory: directory, database: fleet.platform, listener: listener, logger: TestFleet.logger,
            changed: { _ in }
        ).load()
        return directory
    }
}
