import Foundation
import Postgres
import TestSupport
import Testing

@testable import Jobs

@Suite("Two schedulers, on days on which the clocks change")
struct ClockChangeTests {
    struct Day: Sendable {
        let zone: String
        let from: String
        let hours: Int
        let expression: String
        let expected: [String]
    }

    static let days = [
        Day(
            zone: "Europe/Berlin", from: "2026-03-28T23:40:00Z", hours: 4, expression: "30 2 * * *",
            expected: ["2026-03-29T01:00:00Z"]),
        Day(
            zone: "Europe/Berlin", from: "2026-10-24T23:40:00Z", hours: 4, expression: "30 2 * * *",
            expected: ["2026-10-25T00:30:00Z"]),
        Day(
            zone: "Europe/Berlin", from: "2026-10-24T23:40:00Z", hours: 3, expression: "0 * * * *",
            expected: ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"]),
        Day(
            zone: "America/New_York", from: "2026-03-08T05:40:00Z", hours: 4, expression: "0,30 2 * * *",
            expected: ["2026-03-08T07:00:00Z"]),
    ]

    @Test("Run each slot once, both together, as the policy has it", arguments: days)
    func once(day: Day) async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.admin.lease {
            try await $0.script(
                """
                create table shared.wall (now timestamptz not null);
                insert into shared.wall values ('-infinity');
                grant select on shared.wall to travelhub_worker;
                """)
        }
        let clock: SQL = "select now from shared.wall"
        let zone = try #require(TimeZone(identifier: day.zone))
        let times = try #require(ScheduleTimes("test.cron=\(day.expression)", among: ["test.cron"]))
        let log = RunLog()
        let schedulers = ["a", "b"].map { name in
            Scheduler(
                times.applied(
                    to: [
                        Schedule(name: "test.cron", everySeconds: 60) {
                            let row = try await fleet.admin.single("select last_slot from shared.schedules").only()
                            log.note(try row.get("last_slot", as: Date.self).ISO8601Format())
                            return "done"
                        }
                    ], in: zone), store: ScheduleStore(pool: fleet.worker, holder: name, clock: clock),
                logger: TestFleet.logger)
        }
        let start = try Date(day.from, strategy: .iso8601)
        for minute in stride(from: 0, through: day.hours * 60, by: 5) {
            let now = start.addingTimeInterval(Double(minute) * 60)
            _ = try await fleet.admin.single("update shared.wall set now = \(now)")
            await withTaskGroup(of: Void.self) { group in
                for scheduler in schedulers { group.addTask { await scheduler.tick() } }
            }
        }
        #expect(log.all == day.expected)
        let row = try await fleet.admin.single("select expression, zone from shared.schedules").only()
        #expect(try row.get("expression", as: String.self) == day.expression)
        #expect(try row.get("zone", as: String.self) == day.zone)
        await fleet.close()
    }

    @Test("Times are given to schedules that there are, once each, as cron writes them")
    func times() throws {
        for text in [
            "other=0 2 * * *", "test.cron", "test.cron=", "test.cron=soon", "test.cron=0 2 * *", "test.cron=0 0 31 2 *",
            "test.cron=0 2 * * *;test.cron=0 3 * * *", "test.cron=0 2 * * *=",
        ] {
            #expect(ScheduleTimes(text, among: ["test.cron"]) == nil, "\(text)")
        }
        #expect(ScheduleTimes("", among: []) == ScheduleTimes.none)
        let times = try #require(ScheduleTimes(" test.cron = 30 2 * * *", among: ["test.cron"]))
        let schedules = ["test.cron", "other"].map { Schedule(name: $0, everySeconds: 300) { "" } }
        let applied = times.applied(to: schedules, in: try #require(TimeZone(identifier: "Europe/Berlin")))
        #expect(applied.map(\.timing.expression) == ["30 2 * * *", "every 300 s"])
        #expect(applied.map(\.timing.zone) == ["Europe/Berlin", nil])
    }
}
