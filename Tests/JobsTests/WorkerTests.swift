import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Jobs

@Suite("A worker")
struct WorkerTests {
    @Test(
        "Two workers run each of 200 jobs once, in its own tenant's scope",
        arguments: IsolationMode.allCases)
    func once(mode: IsolationMode) async throws {
        let fixture = try await JobFixture.make(mode)
        for (entry, prefix) in [(fixture.one, "one"), (fixture.two, "two")] {
            try await fixture.fleet.tenants.scope(entry).transaction { transaction in
                for index in 0..<100 {
                    try await fixture.queue.enqueue(Errand(name: "\(prefix)-\(index)"), in: transaction)
                }
            }
        }
        let log = RunLog()
        let workers = ["a", "b"].map { name in
            fixture.worker(name) { errand, context in
                let tenant: TenantID = try await context.scope.run(
                    "select tenancy.current_tenant() as tenant"
                ).only().get("tenant")
                log.note("\(errand.name)@\(tenant == fixture.one.id ? "one" : "two")")
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { while try await worker.turn() > 0 {} } }
            try await group.waitForAll()
        }
        let expected = ["one", "two"].flatMap { prefix in (0..<100).map { "\(prefix)-\($0)@\(prefix)" }
        }
        #expect(log.all.sorted() == expected.sorted())
        #expect(try await fixture.count("jobs") == 0)
        #expect(try await fixture.count("finished_jobs") == 200)
        await fixture.fleet.close()
    }

    @Test(
        "A job that fails is tried again later each time, then is a dead letter that keeps its arguments"
    )
    func retries() async throws {
        let fixture = try await JobFixture.make()
        try await fixture.enqueue("doomed", for: fixture.one)
        let worker = fixture.worker { _, _ in throw Trouble() }
        var delays: [Double] = []
        for attempt in 1...Errand.attemptsMax {
            #expect(try await worker.turn() == 1)
            #expect(try await worker.turn() == 0)
            #expect(try await fixture.live().attempt == attempt)
            delays.append(
                try await fixture.fleet.admin.single(
                    "select extract(epoch from run_at - clock_timestamp())::float8 as delay from shared.jobs"
                ).only().get("delay"))
            try await fixture.hurry()
        }
        #expect(delays[0] <= 1.2 && delays[1] > 6 && delays[1] <= 19.2)
        let dead = try await fixture.live()
        #expect(dead.state == "dead" && dead.fault?.contains("Trouble") == true)
        let arguments: String = try await fixture.fleet.admin.single(
            "select arguments from shared.jobs"
        ).only().get("arguments")
        #expect(arguments == #"{"name":"doomed"}"#)
        await fixture.fleet.close()
    }

    @Test("The pause before an attempt is its fourth power, a fifth more or less", arguments: 1...12)
    func schedule(attempt: Int) {
        let exact = Double(attempt * attempt * attempt * attempt)
        let pauses = (0..<200).map { _ in RetryDelay.seconds(attempt: attempt) }
        #expect(pauses.allSatisfy { $0 >= exact * 0.8 && $0 <= exact * 1.2 })
        #expect(Set(pauses).count > 1)
    }

    @Test("What no repetition can mend is a dead letter at once")
    func hopeless() async throws {
        let fixture = try await JobFixture.make()
        try await fixture.enqueue("x", for: fixture.one)
        _ = try await fixture.worker { _, _ in throw JobError.hopeless("the supplier is gone") }.turn()
        #expect(try await fixture.live().state == "dead")
        #expect(try await fixture.live().attempt == 1)
        await fixture.fleet.close()
    }

    @Test(
        "A row that was written or changed past the queue does not run",
        arguments: [
            "update shared.jobs set arguments = '{\"name\":\"forged\"}'",
            "update shared.jobs set kind = 'test.errand '",
            "update shared.jobs set envelope = decode(repeat('00', 32), 'hex')",
            "update shared.jobs set tenant_id = (select tenant_id from platform.tenants where slug = 'two')",
            "update shared.jobs set job_id = gen_random_uuid()",
        ])
    func forged(change: String) async throws {
        let fixture = try await JobFixture.make()
        try await fixture.enqueue("honest", for: fixture.one)
        _ = try await fixture.fleet.admin.lease { try await $0.script(change) }
        let log = RunLog()
        #expect(try await fixture.worker { errand, _ in log.note(errand.name) }.turn() == 1)
        #expect(log.all.isEmpty)
        let dead = try await fixture.live()
        #expect(dead.state == "dead" && dead.fault?.contains("envelopeRefused") == true)
        await fixture.fleet.close()
    }

    @Test("The effect and the end of a job become true together")
    func finishes() async throws {
        let fixture = try await JobFixture.make()
        try await fixture.enqueue("x", for: fixture.one)
        let worker = fixture.worker { _, context in
            try await context.finish { transaction in
                try await fixture.queue.enqueue(Errand(name: "follow-up"), in: transaction)
                if context.attempt == 1 { throw Trouble() }
            }
        }
        _ = try await worker.turn()
        #expect(try await fixture.count("jobs") == 1)
        #expect(try await fixture.count("finished_jobs") == 0)
        try await fixture.hurry()
        _ = try await worker.turn()
        #expect(try await fixture.count("jobs") == 1)
        #expect(try await fixture.count("finished_jobs") == 1)
        #expect(try await fixture.claim().map(\.name) == ["follow-up"])
        await fixture.fleet.close()
    }

    @Test("Stopped again and again in the middle, a worker ends no job whose effect is not there")
    func stoppedInTheMiddle() async throws {
        let fixture = try await JobFixture.make()
        let scope = fixture.fleet.tenants.scope(fixture.one)
        let count = 400
        _ = try await scope.run(
            try (0..<count).map { try fixture.queue.statement(Errand(name: "\($0)"), tenant: fixture.one.id) })
        let probe = fixture.fleet.identifiers.next()
        var live = count
        while live > 0 {
            let before = live
            let worker = fixture.worker { errand, context in
                let number = Int32(errand.name) ?? -1
                try await context.finish(with: [
                    """
                    insert into job_probes (tenant_id, probe_id, number, attempt)
                    values (\(context.scope.tenant), \(probe), \(number), \(Int32(context.attempt)))
                    """
                ])
            }
            let running = Task { try await worker.run() }
            _ = try await comesTrue { try await fixture.count("jobs") <= max(0, before - 40) }
            running.cancel()
            _ = await running.result
            live = try await fixture.count("jobs")
        }
        let outcome = try await ProbeOutcome.read(probe, in: scope)
        #expect(outcome.ran == count && outcome.repeated == 0)
        #expect(try await fixture.count("finished_jobs") == count)
        await fixture.fleet.close()
    }
}
