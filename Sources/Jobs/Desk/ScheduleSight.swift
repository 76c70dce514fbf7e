package import Foundation
import Postgres

/// A schedule as operators see it.
package struct ScheduleSight: Sendable {
    package let name: String
    package let expression: String?
    package let zone: String?
    package let lastSlot: Date
    package let nextSlot: Date?
    package let startedAt: Date?
    package let finishedAt: Date?
    package let lastResult: String?
    package let hasFailed: Bool
    package let isRunning: Bool
    package let pausedAt: Date?
    package let pausedBy: String?
    package let wantedAt: Date?

    static let all: SQL = """
        select name, expression, zone, last_slot, next_slot, started_at, finished_at, last_result,
               coalesce(has_failed, false) as has_failed, coalesce(leased_until > clock_timestamp(), false) as is_running,
               paused_at, paused_by, wanted_at
          from shared.schedules order by name
        """

    init(_ row: Row) throws {
        name = try row.get("name")
        expression = try row.get("expression")
        zone = try row.get("zone")
        lastSlot = try row.get("last_slot")
        nextSlot = try row.get("next_slot")
        startedAt = try row.get("started_at")
        finishedAt = try row.get("finished_at")
        lastResult = try row.get("last_result")
        hasFailed = try row.get("has_failed")
        isRunning = try row.get("is_running")
        pausedAt = try row.get("paused_at")
        pausedBy = try row.get("paused_by")
        wantedAt = try row.get("wanted_at")
    }
}
