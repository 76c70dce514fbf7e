package import Foundation
package import Postgres
import Tenancy
package import Vocabulary

/// A live job as those see it who look after it. Its arguments stay inside: they may name people.
package struct JobSight: Sendable {
    package let tenant: TenantID
    package let id: UUID
    package let queue: String
    package let kind: String
    package let state: JobState
    package let priority: Int
    package let attempt: Int
    package let attemptsMax: Int
    package let runAt: Date
    package let createdAt: Date
    package let leasedBy: String?
    package let fault: String?
    package let requestID: String?

    /// Under a tenant's scope these are that tenant's, for a worker's login everybody's.
    static func list(_ filter: JobFilter, tenant: TenantID?, _ page: RowPage<JobOrder>, limit: Int) -> SQL {
        var conditions = [page.condition]
        if let tenant { conditions.append("tenant_id = \(tenant)") }
        return """
            select tenant_id, job_id, queue, kind, state, priority, attempt, attempts_max, run_at, created_at, leased_by,
                   fault, request_id
              from shared.jobs
             where \(fragment: (conditions + filter.conditions).joined(separator: " and "))
             order by \(fragment: page.ordering) limit \(limit)
            """
    }

    init(_ row: Row) throws {
        tenant = try row.get("tenant_id")
        id = try row.get("job_id")
        queue = try row.get("queue")
        kind = try row.get("kind")
        state = JobState(rawValue: try row.get("state")) ?? .dead
        priority = Int(try row.get("priority", as: Int16.self))
        attempt = try row.get("attempt")
        attemptsMax = try row.get("attempts_max")
        runAt = try row.get("run_at")
        createdAt = try row.get("created_at")
        leasedBy = try row.get("leased_by")
        fault = try row.get("fault")
        requestID = try row.get("request_id")
    }
}

/// Live jobs and dead letters are what has not been done yet: they are few, or looked through as a whole in any order.
package enum JobOrder: String, RowOrder {
    case created, due, job, queue, state, attempt

    package static let id: SQL = "job_id"
    package static func id(of job: JobSight) -> UUID { job.id }

    package var value: RowValue<JobSight>? {
        switch self {
        case .created: nil
        case .due: .moment("run_at") { $0.runAt }
        case .job: .word("kind") { $0.kind }
        case .queue: .word("queue") { $0.queue }
        case .state: .word("state") { $0.state.rawValue }
        case .attempt: .number("attempt") { $0.attempt }
        }
    }
}

extension JobFilter {
    /// Never empty.
    var conditions: [SQL] {
        var conditions: [SQL] = ["true"]
        if let state { conditions.append("state = \(state.rawValue)") }
        if let queue { conditions.append("queue = \(queue)") }
        if let kind { conditions.append("kind = \(kind)") }
        if let job { conditions.append("job_id = \(job)") }
        return conditions
    }
}
