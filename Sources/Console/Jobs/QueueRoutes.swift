import Foundation
import HTTPTypes
import Jobs
import Tenancy
import Vocabulary
import Web

/// Queues and schedules as a whole: held, let go, held to a rate.
extension JobConsole {
    var queueRoutes: [Route] {
        let base = "/api/platform/jobs/queues"
        return [
            Route(
                .get, PathTemplate(base), .operate(.jobs),
                "Queues with what waits in them, then partners' shares of which something was said",
                gives: [.json(.page(of: QueueAnswer.schema))]
            ) { (_: NoInput, _: OperatorContext) in
                let queues = try await desk.queues()
                return Self.whole { json in for sight in queues { json.value(QueueAnswer(sight: sight)) } }
            },
            Route(
                .post, PathTemplate("\(base)/{queue}/pause"), .operate(.jobs),
                "Lets no more jobs of a queue begin, or of one partner in it; those that run, run on",
                gives: [.noContent], refuses: [.init(404, "tenant.unknown")]
            ) { (input: PauseQueueInput, context: OperatorContext) in
                try await desk.pause(
                    input.queue, of: try input.tenant.map(entry)?.id, reason: input.reason, by: context.doer)
                return .noContent
            },
            Route(
                .post, PathTemplate("\(base)/{queue}/resume"), .operate(.jobs), "Lets a paused queue or share go on",
                gives: [.json(.object(nil, [.init("resumed", .boolean)], closed: true))],
                refuses: [.init(404, "tenant.unknown")]
            ) { (input: ResumeQueueInput, context: OperatorContext) in
                let isResumed = try await desk.resume(
                    input.queue, of: try input.tenant.map(entry)?.id, by: context.doer)
                return .json { json in json.object { $0.member("resumed", isResumed) } }
            },
            Route(
                .post, PathTemplate("\(base)/{queue}/limit"), .operate(.jobs),
                "Holds a queue, or one partner in it, to so many jobs a minute",
                gives: [.noContent], refuses: [.init(404, "tenant.unknown")]
            ) { (input: LimitQueueInput, context: OperatorContext) in
                try await desk.limit(
                    input.queue, of: try input.tenant.map(entry)?.id, perMinute: input.perMinute, by: context.doer)
                return .noContent
            },
        ]
    }

    var scheduleRoutes: [Route] {
        let base = "/api/platform/jobs/schedules"
        func verb(
            _ word: String, _ summary: String, _ body: @escaping @Sendable (String, AuditActor) async throws -> Bool
        ) -> Route {
            Route(
                .post, PathTemplate("\(base)/{schedule}/\(word)"), .operate(.jobs), summary, gives: [.noContent],
                refuses: [.init(404, "schedule.unknown")]
            ) { (input: ScheduleInput, context: OperatorContext) in
                guard try await body(input.schedule, context.doer) else { throw Problem(404, "schedule.unknown") }
                return .noContent
            }
        }
        return [
            Route(
                .get, PathTemplate(base), .operate(.jobs),
                "Schedules: when they ran, what came of it, when they run next",
                gives: [.json(.page(of: ScheduleAnswer.schema))]
            ) { (_: NoInput, _: OperatorContext) in
                let schedules = try await desk.schedules()
                return Self.whole { json in for sight in schedules { json.value(ScheduleAnswer(sight: sight)) } }
            },
            verb("run", "Asks for a run besides the slots") { try await desk.run(schedule: $0, by: $1) },
            verb("pause", "Lets a schedule miss its slots") {
                try await desk.set(schedule: $0, isPaused: true, by: $1)
            },
            verb("resume", "Lets a schedule go on; what it missed is made up for by one run") {
                try await desk.set(schedule: $0, isPaused: false, by: $1)
            },
        ]
    }

    /// A list that is short by nature: all of it on one page.
    private static func whole(_ items: (inout JSONWriter) -> Void) -> Answer {
        .json { json in
            json.object { json in
                json.member("data", array: items)
                json.member("next_cursor", String?.none)
            }
        }
    }
}
