import Foundation
import HTTPTypes
import Jobs
import Vocabulary
import Web

/// A site's own jobs, for those of its staff who look after them.
extension JobConsole {
    var staffRoutes: [Route] {
        [
            Route(
                .get, "/api/admin/jobs", .staff(.jobs, .read),
                "The site's live jobs and dead letters, newest first unless told otherwise",
                gives: [.json(.page(of: JobAnswer.ownSchema))]
            ) { (input: OwnJobPageInput, context: StaffContext) in
                let sights = try await jobs.list(input.filter, input.page, limit: input.limit + 1, in: context.scope)
                return JobAnswer.page(sights, input.page, limit: input.limit, isForStaff: true)
            },
            Route(
                .post, "/api/admin/jobs/replay", .staff(.jobs, .write),
                "Puts the site's dead letters back into their queues",
                gives: [.json(ReplayAnswer.schema)], options: RouteOptions().servingImpersonation
            ) { (input: OwnReplayInput, context: StaffContext) in
                ReplayAnswer.answer(
                    try await jobs.replay(
                        input.filter, actor: context.auditActor, in: context.scope))
            },
            Route(
                .post, "/api/admin/jobs/{job}/replay", .staff(.jobs, .write),
                "Puts one dead letter back into its queue",
                gives: [.json(ReplayAnswer.schema)], refuses: [.init(404, "job.not_dead")],
                options: RouteOptions().servingImpersonation
            ) { (input: OwnJobInput, context: StaffContext) in
                let count = try await jobs.replay(
                    JobFilter(job: input.job), actor: context.auditActor, in: context.scope)
                guard count > 0 else { throw Problem(404, "job.not_dead") }
                return ReplayAnswer.answer(count)
            },
        ]
    }
}
