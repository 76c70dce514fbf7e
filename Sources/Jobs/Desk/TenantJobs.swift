package import Foundation
package import Postgres
package import Tenancy
package import Vocabulary

/// What may be seen and done of one tenant's jobs, by its own staff or by operators; each change stands in the
/// tenant's audit trail, in the same transaction.
package struct TenantJobs: Sendable {
    /// Of one transaction; more go in several.
    static let replayedMax = 500

    private let audit: AuditTrail

    package init(identifiers: IdentifierSource) { audit = AuditTrail(identifiers: identifiers) }

    package func list(
        _ filter: JobFilter, _ page: RowPage<JobOrder>, limit: Int, in scope: TenantScope
    ) async throws -> [JobSight] {
        try await scope.run(JobSight.list(filter, tenant: nil, page, limit: limit)).map(JobSight.init)
    }

    /// Puts dead letters back into their queue with all their attempts before them; how many.
    ///
    /// Its unique key a job gave up when it died, so it may run beside a younger one of that key.
    package func replay(
        _ filter: JobFilter, actor: AuditActor, in scope: TenantScope
    ) async throws -> Int {
        var dead = filter
        dead.state = .dead
        var (count, last) = (0, UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
        while true {
            let chosen = (dead.conditions + ["job_id > \(last)"]).joined(separator: " and ")
            let replayed = try await change(
                "job.replay", actor: actor, in: scope,
                """
                update shared.jobs j
                   set state = 'ready', attempt = 0, epoch = epoch + 1, run_at = clock_timestamp()
                  from (select tenant_id, job_id from shared.jobs where \(fragment: chosen)
                         order by job_id limit \(Self.replayedMax) for update skip locked) d
                 where j.tenant_id = d.tenant_id and j.job_id = d.job_id and j.state = 'dead'
                returning j.job_id, j.kind
                """)
            count += replayed.count
            guard replayed.count == Self.replayedMax, let furthest = replayed.max(by: { $0.text < $1.text }) else {
                return count
            }
            last = furthest
        }
    }

    /// Lets a job that waits for its hour run at once. False when there is none such.
    package func run(_ job: UUID, actor: AuditActor, in scope: TenantScope) async throws -> Bool {
        try await change(
            "job.run", actor: actor, in: scope,
            """
            update shared.jobs set state = 'ready', run_at = clock_timestamp()
             where tenant_id = \(scope.tenant) and job_id = \(job) and state = 'scheduled'
            returning job_id, kind
            """
        ).count == 1
    }

    private func change(
        _ action: String, actor: AuditActor, in scope: TenantScope, _ statement: SQL
    ) async throws -> [UUID] {
        try await scope.transaction { transaction in
            let rows = try await transaction.run(statement)
            let entries = try rows.map { row -> SQL in
                let (id, kind): (UUID, String) = (try row.get("job_id"), try row.get("kind"))
                return audit.statement(
                    AuditEntry(
                        action: action, actor: actor, subjectKind: "job", subjectID: id.text,
                        after: try JSONText(words: ["kind": kind])), tenant: scope.tenant)
            }
            if !entries.isEmpty { _ = try await transaction.run(entries) }
            return try rows.map { try $0.get("job_id") }
        }
    }
}
