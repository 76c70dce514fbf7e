import Foundation
@testable import Jobs
import Postgres
import Tenancy
import TestSupport

import Testing

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
                ], pool: fleet.worker, name: "test", logger: TestFleet.logger)
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
            ], pool: fleet.worker, name: "test", logger: TestFleet.logger)
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
            [Schedule(name: "test.slots", everySeconds: 300) { "x" }], pool: fleet.worker, name: "test",
            logger: TestFleet.logger
        ).tick()
        let rest: Int = try await fleet.admin.single(
            "select (extract(epoch from last_slot)::bigint % 300) as rest from shared.schedules"
        ).only().get("rest")
        #expect(rest == 0)
        await fleet.close()
    }
}

@Suite("A schedule")
struct ScheduleLeaseTests {
    private static func scheduler(_ name: String, _ fleet: TestFleet, _ schedule: Schedule) -> Scheduler {
        Scheduler([schedule], pool: fleet.worker, name: name, logger: TestFleet.logger)
    }

    private func set(_ change: SQL, _ fleet: TestFleet) async throws {
        _ = try await fleet.admin.single("update shared.schedules set \(fragment: change)")
    }

    @Test("By cron waits for its first slot when it is new, and then runs once in each")
    func cronWaits() async throws {
        let fleet = try await TestFleet.make()
        let log = RunLog()
        let slots = CronSlots(try CronExpression("0 3 1 1 *"), zone: try #require(TimeZone(identifier: "Asia/Tokyo")))
        let schedule = Schedule(name: "test.yearly", .cron(slots)) {
            log.note("ran")
            return "done"
        }
        for name in ["a", "b"] { await Self.scheduler(name, fleet, schedule).tick() }
        #expect(log.all.isEmpty)
        try await set("last_slot = last_slot - interval '1 year'", fleet)
        for name in ["a", "b"] { await Self.scheduler(name, fleet, schedule).tick() }
        #expect(log.all == ["ran"])
        let row = try await fleet.admin.single(
            "select expression, zone, next_slot > clock_timestamp() as is_ahead from shared.schedules"
        ).only()
        #expect(try row.get("expression", as: String.self) == "0 3 1 1 *")
        #expect(try row.get("zone", as: String.self) == "Asia/Tokyo")
        #expect(try row.get("is_ahead", as: Bool.self))
        await fleet.close()
    }

    @Test("Whose worker was killed in a slot is run again by another when the lease is over, and not before")
    func killed() async throws {
        let fleet = try await TestFleet.make()
        let log = RunLog()
        let schedule = Schedule(name: "test.sweep", everySeconds: 86_400) {
            log.note("ran")
            return "done"
        }
        await Self.scheduler("first", fleet, schedule).tick()
        // As a worker leaves it that dies in the middle.
        try await set("leased_until = clock_timestamp() + interval '1 hour', finished_at = null", fleet)
        await Self.scheduler("second", fleet, schedule).tick()
        #expect(log.all.count == 1)
        try await set("leased_until = clock_timestamp() - interval '1 second'", fleet)
        await Self.scheduler("second", fleet, schedule).tick()
        await Self.scheduler("third", fleet, schedule).tick()
        #expect(log.all.count == 2)
        await fleet.close()
    }

    @Test("Does not run while it is paused, runs when it is wanted, and makes up for what it missed once")
    func pausedAndWanted() async throws {
        let fleet = try await TestFleet.make()
        let log = RunLog()
        let schedule = Schedule(name: "test.sweep", everySeconds: 86_400) {
            log.note("ran")
            return "done"
        }
        let scheduler = Self.scheduler("a", fleet, schedule)
        let desk = QueueDesk(pool: fleet.worker, identifiers: fleet.identifiers)
        let doer = AuditActor("operator:test")
        await scheduler.tick()
        #expect(try await desk.set(schedule: "test.sweep", isPaused: true, by: doer))
        try await set("last_slot = last_slot - interval '3 days'", fleet)
        await scheduler.tick()
        #expect(log.all.count == 1)
        #expect(try await desk.run(schedule: "test.sweep", by: doer))
        try await set("last_slot = last_slot - interval '3 days'", fleet)
        for _ in 0..<2 { await scheduler.tick() }
        #expect(log.all.count == 2)
        #expect(try await desk.schedules().first?.pausedBy == "operator:test")
        try await set("last_slot = last_slot - interval '3 days'", fleet)
        #expect(try await desk.set(schedule: "test.sweep", isPaused: false, by: doer))
        for _ in 0..<2 { await scheduler.tick() }
        #expect(log.all.count == 3)
        #expect(try await desk.run(schedule: "test.unknown", by: doer) == false)
        await fleet.close()
    }

    @Test("Runs of one schedule never overlap, however many slots pass meanwhile")
    func noOverlap() async throws {
        let fleet = try await TestFleet.make()
        let log = RunLog()
        let (second, fleetBox) = (RunLog(), fleet)
        let schedule = Schedule(name: "test.slow", everySeconds: 86_400) {
            log.note("ran")
            _ = try await fleetBox.admin.single(
                "update shared.schedules set last_slot = last_slot - interval '3 days'")
            await Self.scheduler(
                "other", fleetBox,
                Schedule(name: "test.slow", everySeconds: 86_400) {
                    second.note("overlapped")
                    return ""
                }
            ).tick()
            return "done"
        }
        await Self.scheduler("a", fleet, schedule).tick()
        #expect(log.all == ["ran"] && second.all.isEmpty)
        await fleet.close()
    }
}
