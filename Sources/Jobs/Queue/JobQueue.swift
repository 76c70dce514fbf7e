import Foundation
package import Postgres
import Telemetry
package import Tenancy
package import Vocabulary

/// The way into the queue: in the transaction whose effect the job follows from, so that neither
/// exists without the other.
package struct JobQueue: Sendable {
    private let envelope: JobEnvelope
    private let identifiers: IdentifierSource
    private let wake: JobWake?

    /// `wake` tells workers of what is due at once; without it they find it by looking.
    package init(keys: MasterKeys, identifiers: IdentifierSource, wake: JobWake? = nil) {
        self.envelope = JobEnvelope(keys: keys)
        self.identifiers = identifiers
        self.wake = wake
    }

    /// Throws `PostgresError`, or `EncodingError` when the job cannot be written as JSON.
    package func enqueue<J: Job>(
        _ job: J, _ plan: JobPlan = JobPlan(), in transaction: TenantTransaction
    ) async throws {
        _ = try await transaction.run(try statement(job, plan, tenant: transaction.tenant))
    }

    /// The statement, for a caller that sends it together with others.
    package func statement<J: Job>(_ job: J, _ plan: JobPlan = JobPlan(), tenant: TenantID) throws -> SQL {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let arguments = String(decoding: try encoder.encode(job), as: UTF8.self)
        let id = identifiers.next()
        if plan.runAt == nil { wake?.mark() }
        let seal = envelope.seal(tenant: tenant, job: id, kind: J.kind, arguments: arguments)
        let insert: SQL = """
            insert into jobs (tenant_id, job_id, queue, kind, arguments, envelope, priority, order_key, unique_key,
                              unique_scope, run_at, state, attempts_max, request_id, trace, trace_state)
            """
        let row: SQL = """
            \(tenant), \(id), \(J.queue), \(J.kind), \(arguments), \(seal), \(Int16(plan.priority)), \(plan.orderKey),
            \(plan.unique?.liveKey), \(plan.unique?.scope), coalesce(\(plan.runAt), clock_timestamp()),
            case when \(plan.runAt) > clock_timestamp() then 'scheduled' else 'ready' end, \(Int32(J.attemptsMax)),
            \(plan.requestID), \(TraceParent.current?.header), \(TraceParent.current?.state?.header)
            """
        guard case .forPeriod(let key, let seconds) = plan.unique else {
            return """
                \(fragment: insert) values (\(fragment: row))
                on conflict (tenant_id, kind, unique_key) where unique_key is not null do nothing
                """
        }
        return """
            with begun as (
              insert into job_periods as p (tenant_id, kind, unique_key, ends_at)
              values (\(tenant), \(J.kind), \(key), clock_timestamp() + make_interval(secs => \(Double(seconds))))
              on conflict (tenant_id, kind, unique_key) do update set ends_at = excluded.ends_at
               where p.ends_at <= clock_timestamp()
              returning 1)
            \(fragment: insert) select \(fragment: row) from begun
            """
    }
}

extension JobUniqueness {
    /// What stands in the row. A period is kept apart, since it outlives the job.
    fileprivate var liveKey: String? {
        if case .forPeriod = self { nil } else { key }
    }

    fileprivate var scope: String? {
        if case .whileWaiting = self { "waiting" } else { nil }
    }
}
