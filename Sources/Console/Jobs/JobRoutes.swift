import Foundation
import HTTPTypes
package import Jobs
package import Tenancy
import Vocabulary
import Web

/// Jobs over all partners: seen, run before their hour, tried again after their death.
extension JobConsole {
    var jobRoutes: [Route] {
        [
            Route(
                .get, "/api/platform/jobs", .operate(.jobs),
                "Live jobs and dead letters, newest first unless told otherwise",
                gives: [.json(.page(of: JobAnswer.schema))], refuses: [.init(404, "tenant.unknown")]
            ) { (input: JobPageInput, _: OperatorContext) in
                let tenant = try input.tenant.map(entry)?.id
                let sights = try await desk.list(input.filter, of: tenant, input.page, limit: input.limit + 1)
                return JobAnswer.page(sights, input.page, limit: input.limit, isForStaff: false)
            },
            Route(
                .post, "/api/platform/jobs/replay", .operate(.jobs),
                "Puts dead letters back into their queues, with all their attempts before them",
                gives: [.json(ReplayAnswer.schema)], refuses: [.init(404, "tenant.unknown")]
            ) { (input: ReplayInput, context: OperatorContext) in
                ReplayAnswer.answer(
                    try await replay(
                        input.filter, of: try input.tenant.map(entry), actor: context.auditActor))
            },
            Route(
                .post, "/api/platform/jobs/run", .operate(.jobs), "Lets a job that waits for its hour run now",
                gives: [.noContent], refuses: [.init(404, "tenant.unknown"), .init(404, "job.not_waiting")]
            ) { (input: RunJobInput, context: OperatorContext) in
                let scope = tenants.scope(try entry(input.tenant))
                guard
                    try await jobs.run(
                        input.job, actor: context.auditActor, in: scope)
                else { throw Problem(404, "job.not_waiting") }
                return .noContent
            },
        ]
    }

    /// Of one partner or, one after the other, of all that have some.
    package func replay(
        _ filter: JobFilter, of entry: TenantEntry?, actor: AuditActor
    ) async throws -> Int {
        var entries = [entry].compactMap(\.self)
        if entries.isEmpty { entries = try await desk.tenantsWithDead(filter).compactMap { directory.entry(id: $0) } }
        var count = 0
        for entry in entries {
            count += try await jobs.replay(filter, actor: actor, in: tenants.scope(entry))
        }
        return count
    }
}
