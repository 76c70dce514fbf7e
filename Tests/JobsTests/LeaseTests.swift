import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Jobs

@Suite("A lease")
struct LeaseTests {
    private func context(_ job: ClaimedJob, _ fixture: JobFixture) -> JobContext {
        JobContext(scope: fixture.fleet.tenants.scope(fixture.one), job: job, logger: TestFleet.logger)
    }

    private static func city(_ entry: TenantEntry, _ code: String) -> SQL {
        """
        insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
        values (\(entry.id), \(code), 'FR', 48.85, 2.35, 'Europe/Paris')
        """
    }

    @Test(
        "Whoever comes back after the lease was given on commits nothing",
        arguments: IsolationMode.allCases)
    func lateCommit(mode: IsolationMode) async throws {
        let fixture = try await JobFixture.make(mode)
        try await fixture.enqueue("slow", for: fixture.one)
        let paused = try #require(try await fixture.claim().first)
        #expect(try await fixture.claim().isEmpty)
        try await fixture.lapse()
        #expect(try await fixture.store.releaseLapsed() == 1)
        let successor = try #require(try await fixture.claim().first)
        #expect(
            successor.id == paused.id && successor.epoch == paused.epoch + 1 && successor.attempt == 2)
        #expect(try await fixture.store.renew([paused], leaseSeconds: 30).isEmpty)
        await #expect {
            try await context(paused, fixture).finish {
                _ = try await $0.run(Self.city(fixture.one, "BAD"))
            }
        } throws: {
            if case JobError.leaseLost = $0 { true } else { false }
        }
        try await fixture.store.bury(paused, fault: "late")
        try await fixture.store.retry(paused, afterSeconds: 0, fault: "late")
        #expect(try await fixture.live().state == "running")
        try await context(successor, fixture).finish {
            _ = try await $0.run(Self.city(fixture.one, "PAR"))
        }
        let cities = try await fixture.fleet.tenants.scope(fixture.one).run(
            "select city_code from cities")
        #expect(try cities.map { try $0.get("city_code", as: String.self) } == ["PAR"])
        #expect(try await fixture.count("jobs") == 0)
        #expect(try await fixture.count("finished_jobs") == 1)
        await fixture.fleet.close()
    }

    @Test("A heartbeat keeps the lease from lapsing")
    func heartbeat() async throws {
        let fixture = try await JobFixture.make()
        try await fixture.enqueue("long", for: fixture.one)
        let job = try #require(try await fixture.claim().first)
        try await fixture.lapse()
        #expect(try await fixture.store.renew([job], leaseSeconds: 60) == [job.key])
        #expect(try await fixture.store.releaseLapsed() == 0)
        #expect(try await fixture.live().state == "running")
        await fixture.fleet.close()
    }

    @Test("A running job renews its lease by itself, and ends when the lease went to somebody else")
    func keepsAlive() async throws {
        let fixture = try await JobFixture.make()
        try await fixture.enqueue("long", for: fixture.one)
        var limits = Worker.Limits()
        limits.leaseSeconds = 1
        let log = RunLog()
        let worker = fixture.worker(limits: limits) { _, context in
            let first = try await leasedUntil(fixture)
            log.note(
                try await comesTrue { try await leasedUntil(fixture) > first } ? "renewed" : "not renewed")
            _ = try await fixture.fleet.admin.single("update shared.jobs set epoch = epoch + 1")
            let isCancelled = try await comesTrue { Task.isCancelled }
            log.note(isCancelled ? "cancelled" : "went on")
        }
        _ = try await worker.turn()
        #expect(log.all == ["renewed", "cancelled"])
        #expect(try await fixture.count("finished_jobs") == 0)
        await fixture.fleet.close()
    }

    @Test("A job that takes its worker down with it every time becomes a dead letter like any other")
    func killsWorkers() async throws {
        let fixture = try await JobFixture.make()
        try await fixture.enqueue("deadly", for: fixture.one)
        for attempt in 1...Errand.attemptsMax {
            #expect(try await fixture.claim().first?.attempt == attempt)
            try await fixture.lapse()
            _ = try await fixture.store.releaseLapsed()
        }
        #expect(try await fixture.claim().isEmpty)
        #expect(try await fixture.live().state == "dead")
        #expect(try await fixture.live().fault?.isEmpty == false)
        await fixture.fleet.close()
    }

    private func leasedUntil(_ fixture: JobFixture) async throws -> Date {
        try await fixture.fleet.admin.single("select leased_until from shared.jobs").only().get(
            "leased_until")
    }
}
