import Foundation
import Postgres
import ServiceLifecycle
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Jobs

@Suite("A worker that sleeps")
struct WakeTests {
    /// So long that who runs sooner was not found by looking. A commit that takes longer than the wake's two calls,
    /// as one may on a busy machine, is found by looking and no more than that.
    private static let pollSeconds = 20.0
    private static let jobs = 40

    @Test("Is woken by whatever commits a job, of either tenant, in another process")
    func woken() async throws {
        let fixture = try await JobFixture.make()
        let wake = JobWake(pool: fixture.fleet.platformPool, logger: TestFleet.logger)
        let bell = JobBell(
            listener: PostgresListener(
                PostgresConfiguration(
                    conninfo: TestFleet.conninfo(fixture.fleet.adminConninfo, user: "travelhub_worker")),
                channels: [JobWake.channel], logger: TestFleet.logger))
        let queue = JobQueue(keys: fixture.fleet.masterKeys, identifiers: fixture.fleet.identifiers, wake: wake)
        let (started, told) = AsyncStream<ContinuousClock.Instant>.makeStream()
        var limits = Worker.Limits()
        limits.pollSeconds = Self.pollSeconds
        let worker = fixture.worker(limits: limits, bell: bell) { _, context in
            told.yield(.now)
            try await context.finish { _ in }
        }
        let group = ServiceGroup(services: [wake, bell, worker], logger: TestFleet.logger)
        let running = Task { try await group.run() }
        var waits: [Duration] = []
        var starts = started.makeAsyncIterator()
        for number in 0..<Self.jobs {
            let entry = number % 2 == 0 ? fixture.one : fixture.two
            let begun = ContinuousClock.now
            _ = try await fixture.fleet.tenants.scope(entry).run(
                try queue.statement(Errand(name: "\(number)"), tenant: entry.id))
            let committed = ContinuousClock.now
            waits.append(committed.duration(to: try #require(await starts.next())))
            guard begun.duration(to: committed) < JobWake.pauses.reduce(.zero, +) else { continue }
            #expect(waits[number] < .seconds(Self.pollSeconds / 2), "committed before the last call, and not woken")
        }
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(try await fixture.count("finished_jobs") == Self.jobs)
        let median = waits.sorted()[Self.jobs / 2]
        #expect(median < .seconds(Self.pollSeconds / 4))
        print("from commit to start: p50 \(median)")
        await fixture.fleet.close()
    }

    @Test("Misses no ring between its look and its sleep")
    func betweenLookAndSleep() async {
        let bell = JobBell()
        let seen = bell.rings
        bell.ring()
        await bell.rung(after: seen)
        let waiting = Task { await bell.rung(after: bell.rings) }
        waiting.cancel()
        await waiting.value
    }
}
