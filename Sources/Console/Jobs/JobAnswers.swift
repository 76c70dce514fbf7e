import Foundation
import Jobs
import Postgres
import Tenancy
import Vocabulary
import Web

/// A job as JSON. A site's staff is not told which process held it, nor in which statement it failed.
struct JobAnswer: JSONWritable {
    let sight: JobSight
    let isForStaff: Bool

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("job_id", sight.id)
            if !isForStaff { $0.member("tenant_id", sight.tenant) }
            $0.member("queue", sight.queue)
            $0.member("kind", sight.kind)
            $0.member("state", sight.state.rawValue)
            $0.member("priority", sight.priority)
            $0.member("attempt", sight.attempt)
            $0.member("attempts_max", sight.attemptsMax)
            $0.member("run_at", sight.runAt)
            $0.member("created_at", sight.createdAt)
            if !isForStaff {
                $0.member("leased_by", sight.leasedBy)
                $0.member("fault", sight.fault)
            }
            $0.member("request_id", sight.requestID)
        }
    }

    /// - Parameter sights: one more than `limit` where there are more.
    static func page(_ sights: [JobSight], _ page: RowPage<JobOrder>, limit: Int, isForStaff: Bool) -> Answer {
        let shown = sights.prefix(limit)
        return .json { json in
            json.object { json in
                json.member(
                    "data",
                    array: { json in
                        for sight in shown { json.value(JobAnswer(sight: sight, isForStaff: isForStaff)) }
                    })
                json.member("next_cursor", sights.count > limit ? shown.last.map(page.place)?.description : nil)
            }
        }
    }

    static let schema = Schema.object(
        "Job",
        own + [.init("tenant_id", .uuid), .init("leased_by", .nullable(.text)), .init("fault", .nullable(.text))],
        closed: true)
    static let ownSchema = Schema.object("OwnJob", own, closed: true)

    private static let own: [Schema.Property] = [
        .init("job_id", .uuid), .init("queue", .text), .init("kind", .text),
        .init("state", .choice(JobState.allCases.map(\.rawValue))), .init("priority", .integer(-100...100)),
        .init("attempt", .count), .init("attempts_max", .count), .init("run_at", .instant),
        .init("created_at", .instant), .init("request_id", .nullable(.text)),
    ]
}

/// How many dead letters went back into their queues.
enum ReplayAnswer {
    static let schema = Schema.object("ReplayedJobs", [.init("replayed", .count)], closed: true)

    static func answer(_ count: Int) -> Answer { .json { json in json.object { $0.member("replayed", count) } } }
}

struct QueueAnswer: JSONWritable {
    let sight: QueueSight

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("queue", sight.queue)
            $0.member("tenant_id", sight.tenant)
            $0.member("scheduled", sight.scheduled)
            $0.member("ready", sight.ready)
            $0.member("running", sight.running)
            $0.member("dead", sight.dead)
            $0.member("oldest_ready_seconds", sight.oldestReadySeconds.map { Int($0) })
            $0.member("paused_at", sight.pausedAt)
            $0.member("paused_by", sight.pausedBy)
            $0.member("pause_reason", sight.pauseReason)
            $0.member("per_minute", sight.perMinute)
        }
    }

    static let schema = Schema.object(
        "Queue",
        [
            .init("queue", .text), .init("tenant_id", .nullable(.uuid)), .init("scheduled", .count),
            .init("ready", .count), .init("running", .count), .init("dead", .count),
            .init("oldest_ready_seconds", .nullable(.integer(nil))), .init("paused_at", .nullable(.instant)),
            .init("paused_by", .nullable(.text)), .init("pause_reason", .nullable(.text)),
            .init("per_minute", .nullable(.count)),
        ], closed: true)
}

struct ScheduleAnswer: JSONWritable {
    let sight: ScheduleSight

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("name", sight.name)
            $0.member("expression", sight.expression)
            $0.member("time_zone", sight.zone)
            $0.member("last_slot", sight.lastSlot)
            $0.member("next_slot", sight.nextSlot)
            $0.member("started_at", sight.startedAt)
            $0.member("finished_at", sight.finishedAt)
            $0.member("last_result", sight.lastResult)
            $0.member("failed", sight.hasFailed)
            $0.member("running", sight.isRunning)
            $0.member("paused_at", sight.pausedAt)
            $0.member("paused_by", sight.pausedBy)
            $0.member("wanted_at", sight.wantedAt)
        }
    }

    static let schema = Schema.object(
        "Schedule",
        [
            .init("name", .text), .init("expression", .nullable(.text)), .init("time_zone", .nullable(.text)),
            .init("last_slot", .instant), .init("next_slot", .nullable(.instant)),
            .init("started_at", .nullable(.instant)), .init("finished_at", .nullable(.instant)),
            .init("last_result", .nullable(.text)), .init("failed", .boolean), .init("running", .boolean),
            .init("paused_at", .nullable(.instant)), .init("paused_by", .nullable(.text)),
            .init("wanted_at", .nullable(.instant)),
        ], closed: true)
}
