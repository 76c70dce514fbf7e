import Foundation
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Worker processes")
struct JobWorkerProcessTests {
    /// How long a starved machine may take.
    static let patience = Duration.seconds(isLong ? 900 : 120)
    /// A slow job's transaction stays open for so long: time to find it so.
    static let slowSeconds = 4.0
    static let isLong = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1"
    static let quickCount = isLong ? 50_000 : 60
    /// Fewer than a probe has attempts.
    static let killCount = isLong ? 8 : 1

    @Test("Killed in the middle, as often as it may be: what they held runs elsewhere, each job's effect once")
    func killed() async throws {
        let fleet = try await TestFleet.make()
        let sent = try await Sent.make(fleet, quick: Self.quickCount, slow: 3)
        for _ in 0..<Self.killCount {
            let worker = try fleet.startWorker()
            let isInTheMiddle = try await comesTrue(within: Self.patience) { try await sent.running() > 0 }
            #expect(isInTheMiddle)
            kill(worker.processIdentifier, SIGKILL)
            worker.waitUntilExit()
            #expect(worker.terminationStatus == SIGKILL)
            // Nobody renews its leases; the test does not wait for their last seconds.
            try await sent.lapse()
        }
        let next = try fleet.startWorker()
        defer { next.terminate() }
        try await sent.expectOnce(within: Self.patience)
        await fleet.close()
    }

    @Test("Stopped past their leases: another does the work, and the late commit is refused")
    func stopped() async throws {
        let fleet = try await TestFleet.make()
        let sent = try await Sent.make(fleet, quick: Self.quickCount, slow: 2)
        let first = try fleet.startWorker()
        defer {
            kill(first.processIdentifier, SIGCONT)
            first.terminate()
        }
        let isInTheMiddle = try await comesTrue(within: Self.patience) { try await sent.slowUnderWay() > 0 }
        #expect(isInTheMiddle)
        kill(first.processIdentifier, SIGSTOP)
        let held = try await sent.running()
        #expect(held > 0)
        try await sent.lapse()
        let second = try fleet.startWorker()
        defer { second.terminate() }
        try await sent.expectOnce(within: Self.patience)
        // The stopped one still holds its transactions open, with effects that have no end yet.
        #expect(try await sent.slowUnderWay() > 0)
        kill(first.processIdentifier, SIGCONT)
        let isOver = try await comesTrue(within: Self.patience) { try await sent.slowUnderWay() == 0 }
        #expect(isOver)
        try await sent.expectOnce(within: Self.patience)
        #expect(try await sent.attempts() == [1, 2])
        await fleet.close()
    }

    @Test("Told to stop, they give back what they have not done, which costs it no attempt")
    func terminated() async throws {
        let fleet = try await TestFleet.make()
        let sent = try await Sent.make(fleet, quick: 5, slow: 1)
        let first = try fleet.startWorker()
        let isInTheMiddle = try await comesTrue(within: Self.patience) { try await sent.slowUnderWay() > 0 }
        #expect(isInTheMiddle)
        first.terminate()
        first.waitUntilExit()
        // It let the slow one come to its end, too.
        #expect(try await sent.attempts() == [1])
        #expect(try await sent.running() == 0)
        await fleet.close()
    }

    /// Probes of two tenants on their way through the queue.
    private struct Sent {
        let fleet: TestFleet
        let entries: [TenantEntry]
        let probe: UUID
        let perTenant: Int

        static func make(_ fleet: TestFleet, quick: Int, slow: Int) async throws -> Sent {
            let (one, two) = try await fleet.pair(.schema)
            let queue = JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers)
            let probe = fleet.identifiers.next()
            for entry in [one, two] {
                let jobs = (0..<(quick + slow)).map { number in
                    QueueProbe(probe: probe, number: number, seconds: number < slow ? slowSeconds : 0)
                }
                for first in stride(from: 0, to: jobs.count, by: 500) {
                    _ = try await fleet.tenants.scope(entry).run(
                        try jobs[first..<min(jobs.count, first + 500)].map { try queue.statement($0, tenant: entry.id) }
                    )
                }
            }
            return Sent(fleet: fleet, entries: [one, two], probe: probe, perTenant: quick + slow)
        }

        func running() async throws -> Int {
            try await fleet.admin.single("select count(*) as count from shared.jobs where state = 'running'").only()
                .get("count")
        }

        /// Transactions that left their effect and are not over.
        func slowUnderWay() async throws -> Int {
            try await fleet.admin.single(
                """
                select count(*) as count from pg_stat_activity
                 where datname = current_database() and query like '%pg_sleep%' and state <> 'idle'
                   and pid <> pg_backend_pid()
                """
            ).only().get("count")
        }

        func lapse() async throws {
            _ = try await fleet.admin.single(
                "update shared.jobs set leased_until = clock_timestamp() - interval '1 second' where state = 'running'")
        }

        func expectOnce(within patience: Duration) async throws {
            let isDone = try await comesTrue(within: patience) {
                try await fleet.admin.single("select count(*) as count from shared.jobs").only().get("count") == 0
            }
            #expect(isDone)
            for entry in entries {
                let outcome = try await ProbeOutcome.read(probe, in: fleet.tenants.scope(entry))
                #expect(outcome.ran == perTenant && outcome.repeated == 0)
            }
            let finished: Int = try await fleet.admin.single("select count(*) as count from shared.finished_jobs")
                .only()
                .get("count")
            #expect(finished == entries.count * perTenant)
        }

        /// Attempts that left an effect.
        func attempts() async throws -> [Int] {
            try await fleet.admin.single("select distinct attempt from shared.job_probes order by 1").map {
                try $0.get("attempt")
            }
        }
    }
}
