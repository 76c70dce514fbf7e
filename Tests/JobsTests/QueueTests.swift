import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Jobs

@Suite("The queue")
struct QueueTests {
    @Test(
        "A job exists when its transaction commits, and not when it rolls back",
        arguments: IsolationMode.allCases)
    func transactional(mode: IsolationMode) async throws {
        let fixture = try await JobFixture.make(mode)
        await #expect(throws: Trouble.self) {
            try await fixture.fleet.tenants.scope(fixture.one).transaction { transaction in
                try await fixture.queue.enqueue(Errand(name: "lost"), in: transaction)
                throw Trouble()
            }
        }
        #expect(try await fixture.count("jobs") == 0)
        try await fixture.enqueue("kept", for: fixture.one)
        #expect(try await fixture.claim().map(\.name) == ["kept"])
        #expect(
            try await fixture.fleet.tenants.scope(fixture.two).run("select job_id from jobs").isEmpty)
        await fixture.fleet.close()
    }

    @Test("A tenant cannot put a job in another's name")
    func foreign() async throws {
        let fixture = try await JobFixture.make()
        let statement = try fixture.queue.statement(Errand(name: "x"), tenant: fixture.two.id)
        let error = await #expect(throws: PostgresError.self) {
            try await fixture.fleet.tenants.scope(fixture.one).run(statement)
        }
        #expect(error?.sqlState == "42501")
        await fixture.fleet.close()
    }

    @Test("One claim takes no more of a tenant than its share, and leaves room for the other")
    func shares() async throws {
        let fixture = try await JobFixture.make()
        for index in 0..<20 { try await fixture.enqueue("one-\(index)", for: fixture.one) }
        try await fixture.enqueue("two", for: fixture.two)
        let claimed = try await fixture.claim(4, perTenant: 3)
        #expect(claimed.count == 4)
        #expect(claimed.count { $0.tenant == fixture.one.id } == 3)
        #expect(claimed.contains { $0.tenant == fixture.two.id })
        await fixture.fleet.close()
    }

    @Test("However much the first tenants have waiting, the last one's job runs in the next turns")
    func nobodyStarves() async throws {
        let fixture = try await JobFixture.make()
        let busy = [fixture.one, fixture.two] + [try await fixture.fleet.tenant("three", .pooled)]
        let last = try await fixture.fleet.tenant("last", .pooled)
        for entry in busy {
            for index in 0..<20 { try await fixture.enqueue("busy-\(index)", for: entry) }
        }
        try await fixture.enqueue("patient", for: last)
        let log = RunLog()
        var limits = Worker.Limits()
        (limits.concurrent, limits.perTenant) = (2, 2)
        let reloaded = JobFixture(
            fleet: fixture.fleet, one: fixture.one, two: fixture.two,
            directory: try await JobFixture.loaded(fixture.fleet), queue: fixture.queue,
            store: fixture.store)
        let worker = reloaded.worker(limits: limits) { errand, _ in log.note(errand.name) }
        for _ in 0..<4 { _ = try await worker.turn() }
        #expect(log.all.count == 8)
        #expect(log.all.contains("patient"))
        await fixture.fleet.close()
    }

    @Test(
        "A live job of the same key is not enqueued again; the other tenant's key is its own, a dead one blocks nobody"
    )
    func uniqueKey() async throws {
        let fixture = try await JobFixture.make()
        let plan = JobPlan(unique: .untilDone("sweep"))
        for _ in 0..<3 { try await fixture.enqueue("sweep", for: fixture.one, plan) }
        try await fixture.enqueue("sweep", for: fixture.two, plan)
        #expect(try await fixture.count("jobs") == 2)
        let claimed = try await fixture.claim()
        try await fixture.enqueue("sweep", for: fixture.one, plan)
        #expect(try await fixture.count("jobs") == 2, "a running one is live")
        for job in claimed { try await fixture.store.bury(job, fault: "broken") }
        try await fixture.enqueue("again", for: fixture.one, plan)
        #expect(try await fixture.claim().map(\.name) == ["again"])
        await fixture.fleet.close()
    }

    @Test(
        "Jobs of one order key run one after the other, also while the first waits for its next attempt"
    )
    func orderKey() async throws {
        let fixture = try await JobFixture.make()
        for name in ["a", "b"] {
            try await fixture.enqueue(name, for: fixture.one, JobPlan(orderKey: "booking-1"))
        }
        try await fixture.enqueue("other", for: fixture.one, JobPlan(orderKey: "booking-2"))
        try await fixture.enqueue("theirs", for: fixture.two, JobPlan(orderKey: "booking-1"))
        let first = try await fixture.claim()
        #expect(Set(first.map(\.name)) == ["a", "other", "theirs"])
        #expect(try await fixture.claim().isEmpty)
        let job = try #require(first.first { $0.name == "a" })
        try await fixture.store.retry(job, afterSeconds: 3_600, fault: "later")
        #expect(try await fixture.claim().isEmpty)
        try await fixture.hurry()
        let again = try await fixture.claim()
        #expect(again.map(\.name) == ["a"])
        try await fixture.store.bury(try #require(again.first), fault: "hopeless")
        #expect(try await fixture.claim().map(\.name) == ["b"])
        await fixture.fleet.close()
    }

    @Test("Higher priority goes first, then what has been due longer; what is not due waits")
    func priority() async throws {
        let fixture = try await JobFixture.make()
        let now: Date = try await fixture.fleet.admin.single("select clock_timestamp() as now").only()
            .get("now")
        try await fixture.enqueue(
            "low", for: fixture.one, JobPlan(runAt: now.addingTimeInterval(-90), priority: -5))
        try await fixture.enqueue(
            "younger", for: fixture.one, JobPlan(runAt: now.addingTimeInterval(-10)))
        try await fixture.enqueue(
            "older", for: fixture.one, JobPlan(runAt: now.addingTimeInterval(-60)))
        try await fixture.enqueue(
            "high", for: fixture.one, JobPlan(runAt: now.addingTimeInterval(-1), priority: 7))
        try await fixture.enqueue(
            "future", for: fixture.one, JobPlan(runAt: now.addingTimeInterval(3_600), priority: 100))
        var order: [String?] = []
        while let job = try await fixture.claim(1, perTenant: 1).first { order.append(job.name) }
        #expect(order == ["high", "older", "younger", "low"])
        await fixture.fleet.close()
    }
}
