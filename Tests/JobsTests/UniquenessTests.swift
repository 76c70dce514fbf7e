import Postgres
import Tenancy
import TestSupport
import Testing

@testable import Jobs

@Suite("A job that is to be there once")
struct UniquenessTests {
    @Test("While it waits: another is kept out until a worker takes it, and then comes beside it")
    func whileWaiting() async throws {
        let fixture = try await JobFixture.make()
        let plan = JobPlan(unique: .whileWaiting("index"))
        for name in ["first", "second"] { try await fixture.enqueue(name, for: fixture.one, plan) }
        try await fixture.enqueue("theirs", for: fixture.two, plan)
        #expect(Set(try await fixture.claim().map(\.name)) == ["first", "theirs"])
        for name in ["third", "fourth"] { try await fixture.enqueue(name, for: fixture.one, plan) }
        #expect(try await fixture.claim().map(\.name) == ["third"])
        await fixture.fleet.close()
    }

    @Test("For a period: also when it is long done, and again when the period is over")
    func forPeriod() async throws {
        let fixture = try await JobFixture.make()
        let plan = JobPlan(unique: .forPeriod("digest", seconds: 3_600))
        let log = RunLog()
        let worker = fixture.worker { errand, _ in log.note(errand.name) }
        for name in ["first", "second"] {
            try await fixture.enqueue(name, for: fixture.one, plan)
            _ = try await worker.turn()
        }
        try await fixture.enqueue("theirs", for: fixture.two, plan)
        _ = try await worker.turn()
        #expect(log.all == ["first", "theirs"])
        _ = try await fixture.fleet.admin.single(
            "update shared.job_periods set ends_at = clock_timestamp() where tenant_id = \(fixture.one.id)")
        try await fixture.enqueue("third", for: fixture.one, plan)
        _ = try await worker.turn()
        #expect(log.all == ["first", "theirs", "third"])
        await fixture.fleet.close()
    }

    @Test("Of twenty that come at once in a period one is enqueued")
    func atOnce() async throws {
        let fixture = try await JobFixture.make()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<20 {
                group.addTask {
                    try await fixture.enqueue(
                        "\(index)", for: fixture.one, JobPlan(unique: .forPeriod("digest", seconds: 3_600)))
                }
            }
            try await group.waitForAll()
        }
        #expect(try await fixture.count("jobs") == 1)
        await fixture.fleet.close()
    }

    @Test("A period whose job was rolled back has not begun")
    func rolledBack() async throws {
        let fixture = try await JobFixture.make()
        let plan = JobPlan(unique: .forPeriod("digest", seconds: 3_600))
        await #expect(throws: Trouble.self) {
            try await fixture.fleet.tenants.scope(fixture.one).transaction { transaction in
                try await fixture.queue.enqueue(Errand(name: "lost"), plan, in: transaction)
                throw Trouble()
            }
        }
        try await fixture.enqueue("kept", for: fixture.one, plan)
        #expect(try await fixture.claim().map(\.name) == ["kept"])
        await fixture.fleet.close()
    }
}
