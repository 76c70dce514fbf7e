import Postgres
import TestSupport
import Testing

@testable import Jobs

@Suite("The scheduler")
struct SchedulerTests {
    /// A day, so that no test straddles a slot but the one that runs at midnight UTC, which sets the slot back itself.
    private static let everySeconds = 86_400

    @Test(
        "Of many schedulers that tick at once one takes the slot; missed slots are made up for by one run"
    )
    func once() async throws {
        let fleet = try await TestFleet.make()
        let log = RunLog()
        let schedulers = ["a", "b", "c", "d"].map { name in
            Scheduler(
                [
                    Schedule(name: "test.sweep", everySeconds: Self.everySeconds) {
                        log.note(name)
                        return "swept"
                    }
                ], pool: fleet.worker, logger: TestFleet.logger)
        }
        for round in 1...3 {
            await withTaskGroup(of: Void.self) { group in
                for scheduler in schedulers { group.addTask { await scheduler.tick() } }
            }
            #expect(log.all.count == round)
            _ = try await fleet.admin.single(
                "update shared.schedules set last_slot = last_slot - interval '40 days'")
        }
        let row = try await fleet.admin.single("select name, last_result from shared.schedules").only()
        #expect(try row.get("name", as: String.self) == "test.sweep")
        #expect(try row.get("last_result", as: String.self) == "swept")
        await fleet.close()
    }

    @Test("A schedule that fails says so, keeps its slot and does not stop the next one")
    func fails() async throws {
        let fleet = try await TestFleet.make()
        let log = RunLog()
        let scheduler = Scheduler(
            [
                Schedule(name: "test.broken", everySeconds: Self.everySeconds) { throw Trouble() },
                Schedule(name: "test.whole", everySeconds: Self.everySeconds) {
                    log.note("whole")
                    return "done"
                },
            ], pool: fleet.worker, logger: TestFleet.logger)
        await scheduler.tick()
        #expect(log.all == ["whole"])
        let rows = try await fleet.admin.single(
            "select last_result from shared.schedules order by name")
        #expect(try rows.first?.get("last_result", as: String.self).hasPrefix("failed: ") == true)
        await fleet.close()
    }

    @Test("Slots are multiples of their length, so that all schedulers mean the same one")
    func slots() async throws {
        let fleet = try await TestFleet.make()
        await Scheduler(
            [Schedule(name: "test.slots", everySeconds: 300) { "x" }], pool: fleet.worker,
            logger: TestFleet.logger
        ).tick()
        let rest: Int = try await fleet.admin.single(
            "select (extract(epoch from last_slot)::bigint % 300) as rest from shared.schedules"
        ).only().get("rest")
        #expect(rest == 0)
        await fleet.close()
    }
}
