import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Jobs

@Suite("Operators at the queues")
struct QueueDeskTests {
    private static let doer = AuditActor("operator:test", requestID: "r-1")

    private func desk(_ fixture: JobFixture) -> QueueDesk {
        QueueDesk(pool: fixture.fleet.worker, identifiers: fixture.fleet.identifiers)
    }

    @Test("A paused queue gives nothing, a paused share nothing of its tenant; resumed they go on")
    func pauses() async throws {
        let fixture = try await JobFixture.make()
        let desk = desk(fixture)
        for entry in [fixture.one, fixture.two] { try await fixture.enqueue("x", for: entry) }
        try await desk.pause(Errand.queue, of: nil, reason: "supplier down", by: Self.doer)
        #expect(try await fixture.claim().isEmpty)
        let queue = try #require(try await desk.queues().first { $0.queue == Errand.queue && $0.tenant == nil })
        #expect(queue.ready == 2 && queue.pausedBy == "operator:test" && queue.pauseReason == "supplier down")
        #expect(try await desk.resume(Errand.queue, of: nil, by: Self.doer))
        #expect(try await desk.resume(Errand.queue, of: nil, by: Self.doer) == false)
        try await desk.pause(Errand.queue, of: fixture.one.id, reason: "theirs", by: Self.doer)
        #expect(try await fixture.claim().map(\.tenant) == [fixture.two.id])
        #expect(try await desk.resume(Errand.queue, of: fixture.one.id, by: Self.doer))
        #expect(try await fixture.claim().map(\.tenant) == [fixture.one.id])
        let audited = try await fixture.fleet.admin.single(
            "select action, tenant_id from platform.audit_entries where actor = 'operator:test' order by entry_id")
        #expect(
            try audited.map { try $0.get("action", as: String.self) }
                == ["queue.pause", "queue.resume", "queue.pause", "queue.resume"])
        #expect(
            try audited.map { try $0.get("tenant_id", as: TenantID?.self) } == [
                nil, nil, fixture.one.id, fixture.one.id,
            ])
        await fixture.fleet.close()
    }

    @Test("A rate lets a second's worth go at once and the rest when its time has come, whoever claims")
    func rates() async throws {
        let fixture = try await JobFixture.make()
        for entry in [fixture.one, fixture.two] {
            for index in 0..<30 { try await fixture.enqueue("\(index)", for: entry) }
        }
        try await desk(fixture).limit(Errand.queue, of: fixture.one.id, perMinute: 300, by: Self.doer)
        let claimed = try await withThrowingTaskGroup(of: [ClaimedJob].self) { group in
            for _ in 0..<4 { group.addTask { try await fixture.claim(100, perTenant: 100) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.count { $0.tenant == fixture.two.id } == 30)
        // Five a second: a slow machine sees a few more come due while it claims.
        #expect((5...12).contains(claimed.count { $0.tenant == fixture.one.id }))
        _ = try await fixture.fleet.admin.single(
            "update shared.tenant_queues set spent_until = clock_timestamp() + interval '1 minute'")
        #expect(try await fixture.claim(100, perTenant: 100).isEmpty)
        try await desk(fixture).limit(Errand.queue, of: fixture.one.id, perMinute: nil, by: Self.doer)
        try await desk(fixture).limit(Errand.queue, of: nil, perMinute: 60, by: Self.doer)
        #expect(try await fixture.claim(100, perTenant: 100).count == 1)
        #expect(try await fixture.claim(100, perTenant: 100).count <= 1)
        await fixture.fleet.close()
    }

    @Test(
        "Dead letters are replayed with all their attempts, one's own only, and the audit trail says who did it",
        arguments: IsolationMode.allCases)
    func replays(mode: IsolationMode) async throws {
        let fixture = try await JobFixture.make(mode)
        let jobs = TenantJobs(identifiers: fixture.fleet.identifiers)
        for entry in [fixture.one, fixture.two] {
            for name in ["a", "b"] { try await fixture.enqueue(name, for: entry) }
        }
        for job in try await fixture.claim() { try await fixture.store.bury(job, fault: "broken") }
        let scope = fixture.fleet.tenants.scope(fixture.one)
        let sights = try await jobs.list(JobFilter(state: .dead), RowPage(.created, .down), limit: 10, in: scope)
        #expect(sights.count == 2 && sights.allSatisfy { $0.tenant == fixture.one.id && $0.fault == "broken" })
        let theirs = try #require(
            try await desk(fixture).list(
                JobFilter(state: .dead), of: fixture.two.id, RowPage(.created, .down), limit: 1
            ).first)
        #expect(try await jobs.replay(JobFilter(job: theirs.id), actor: "account:x", in: scope) == 0)
        #expect(
            try await jobs.replay(JobFilter(job: sights[0].id), actor: "account:x", in: scope) == 1)
        #expect(try await jobs.replay(JobFilter(), actor: "account:x", in: scope) == 1)
        let log = RunLog()
        _ = try await fixture.worker { errand, context in log.note("\(errand.name)\(context.attempt)") }.turn()
        #expect(log.all.sorted() == ["a1", "b1"])
        let trail = try await scope.run("select action, actor from audit_entries")
        #expect(try trail.map { try $0.get("action", as: String.self) } == ["job.replay", "job.replay"])
        #expect(try await desk(fixture).tenantsWithDead(JobFilter()) == [fixture.two.id])
        await fixture.fleet.close()
    }

    @Test("More dead letters than one transaction takes are all replayed, each once")
    func replaysMany() async throws {
        let fixture = try await JobFixture.make()
        let scope = fixture.fleet.tenants.scope(fixture.one)
        let count = 2 * TenantJobs.replayedMax + 1
        _ = try await scope.run(
            try (0..<count).map { try fixture.queue.statement(Errand(name: "\($0)"), tenant: fixture.one.id) })
        _ = try await fixture.fleet.admin.single("update shared.jobs set state = 'dead'")
        let jobs = TenantJobs(identifiers: fixture.fleet.identifiers)
        #expect(try await jobs.replay(JobFilter(), actor: "system", in: scope) == count)
        #expect(try await scope.run("select 1 from audit_entries").count == count)
        await fixture.fleet.close()
    }

    @Test("What waits for its hour can be run now, another tenant's not")
    func runsNow() async throws {
        let fixture = try await JobFixture.make()
        let jobs = TenantJobs(identifiers: fixture.fleet.identifiers)
        let scope = fixture.fleet.tenants.scope(fixture.one)
        for entry in [fixture.one, fixture.two] {
            try await fixture.enqueue("later", for: entry, JobPlan(runAt: Date.distantFuture))
        }
        #expect(try await fixture.claim().isEmpty)
        let waiting = try await desk(fixture).list(
            JobFilter(state: .scheduled), of: nil, RowPage(.created, .down), limit: 10)
        #expect(waiting.count == 2)
        for sight in waiting {
            let isDone = try await jobs.run(sight.id, actor: "system", in: scope)
            #expect(isDone == (sight.tenant == fixture.one.id))
        }
        #expect(try await fixture.claim().map(\.tenant) == [fixture.one.id])
        await fixture.fleet.close()
    }

    @Test("Pages go from the newest to the oldest, each job once")
    func pages() async throws {
        let fixture = try await JobFixture.make()
        for index in 0..<7 { try await fixture.enqueue("\(index)", for: index % 2 == 0 ? fixture.one : fixture.two) }
        var (seen, page): ([UUID], RowPage<JobOrder>) = ([], RowPage(.created, .down))
        while true {
            let jobs = try await desk(fixture).list(JobFilter(), of: nil, page, limit: 3)
            seen += jobs.map(\.id)
            guard jobs.count == 3, let last = jobs.last else { break }
            page = page.behind(last)
        }
        #expect(seen.count == 7 && Set(seen).count == 7)
        #expect(seen.map(\.text) == seen.map(\.text).sorted(by: >))
        await fixture.fleet.close()
    }
}
