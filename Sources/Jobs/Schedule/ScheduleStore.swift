import Foundation
import Postgres

/// The worker's SQL on `shared.schedules`.
struct ScheduleStore: Sendable {
    let pool: PostgresPool
    let holder: String
    /// The database's clock, as `now`; tests have one of their own there.
    var clock: SQL = "select clock_timestamp() as now"

    static let leaseSeconds = 60.0

    /// What stands in the row of a schedule, as far as it decides whether it is due.
    struct Standing: Sendable {
        let lastSlot: Date
        let isPaused: Bool
        let isWanted: Bool
        let isLeased: Bool
        let isAbandoned: Bool
        let expression: String?
        let zone: String?
    }

    /// By name, with the database's time.
    func standings() async throws -> (now: Date, [String: Standing]) {
        let results = try await pool.batch([
            clock,
            """
            select name, last_slot, paused_at is not null as is_paused, wanted_at is not null as is_wanted, expression,
                   zone, coalesce(leased_until >= clock_timestamp(), false) as is_leased,
                   coalesce(leased_until < clock_timestamp(), false) as is_abandoned
              from shared.schedules
            """,
        ])
        let standings = try results[1].map { row in
            (
                try row.get("name", as: String.self),
                Standing(
                    lastSlot: try row.get("last_slot"), isPaused: try row.get("is_paused"),
                    isWanted: try row.get("is_wanted"), isLeased: try row.get("is_leased"),
                    isAbandoned: try row.get("is_abandoned"), expression: try row.get("expression"),
                    zone: try row.get("zone"))
            )
        }
        return (try results[0].only().get("now"), Dictionary(standings) { first, _ in first })
    }

    /// Makes the row of one that was never seen before. True for whoever made it.
    func begin(_ schedule: Schedule, slot: Date, next: Date?) async throws -> Bool {
        try await pool.single(
            """
            insert into shared.schedules (name, last_slot, expression, zone, next_slot)
            values (\(schedule.name), \(slot), \(schedule.timing.expression), \(schedule.timing.zone), \(next))
            on conflict (name) do nothing
            """
        ).affectedCount == 1
    }

    func describe(_ schedule: Schedule, next: Date?) async throws {
        _ = try await pool.single(
            """
            update shared.schedules
               set expression = \(schedule.timing.expression), zone = \(schedule.timing.zone), next_slot = \(next)
             where name = \(schedule.name)
            """)
    }

    /// The epoch under which the slot is ours; nil where somebody was faster.
    ///
    /// `isNew` is a row that we made for this slot, so that nobody else may think it due.
    func claim(_ schedule: Schedule, slot: Date, next: Date?, isNew: Bool) async throws -> Int? {
        try await pool.single(
            """
            update shared.schedules
               set last_slot = greatest(last_slot, \(slot)), next_slot = \(next), epoch = epoch + 1,
                   leased_until = clock_timestamp() + make_interval(secs => \(Self.leaseSeconds)),
                   leased_by = \(holder), started_at = clock_timestamp(), finished_at = null, wanted_at = null,
                   wanted_by = null
             where name = \(schedule.name)
               and case when leased_until is null
                        then wanted_at is not null or (paused_at is null and (last_slot < \(slot) or \(isNew)))
                        else leased_until < clock_timestamp() end
            returning epoch
            """
        ).first?.get("epoch")
    }

    /// False when the slot went to somebody else.
    func renew(_ name: String, epoch: Int) async throws -> Bool {
        try await pool.single(
            """
            update shared.schedules
               set leased_until = clock_timestamp() + make_interval(secs => \(Self.leaseSeconds))
             where name = \(name) and epoch = \(epoch) and leased_until is not null
            """
        ).affectedCount == 1
    }

    func finish(_ name: String, epoch: Int, result: String, hasFailed: Bool) async throws {
        _ = try await pool.single(
            """
            update shared.schedules
               set last_result = \(result), has_failed = \(hasFailed), leased_until = null, leased_by = null,
                   finished_at = clock_timestamp()
             where name = \(name) and epoch = \(epoch)
            """)
    }

    /// Leaves an unfinished slot to the next scheduler at once.
    func abandon(_ name: String, epoch: Int) async throws {
        _ = try await pool.single(
            """
            update shared.schedules set leased_until = clock_timestamp() - interval '1 second'
             where name = \(name) and epoch = \(epoch) and leased_until is not null
            """)
    }
}
