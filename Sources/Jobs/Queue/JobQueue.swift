import Foundation
package import Postgres
package import Tenancy
package import Vocabulary

/// The way into the queue: in the transaction whose effect the job follows from, so that neither
/// exists without the other.
package struct JobQueue: Sendable {
    private let envelope: JobEnvelope
    private let identifiers: IdentifierSource

    package init(keys: MasterKeys, identifiers: IdentifierSource) {
        self.envelope = JobEnvelope(keys: keys)
        self.identifiers = identifiers
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
        let seal = envelope.seal(tenant: tenant, job: id, kind: J.kind, arguments: arguments)
        return """
            insert into jobs (tenant_id, job_id, queue, kind, arguments, envelope, priority, order_key, unique_key,
                              run_at, attempts_max, request_id)
            values (\(tenant), \(id), \(J.queue), \(J.kind), \(arguments), \(seal), \(Int16(plan.priority)),
                    \(plan.orderKey), \(plan.uniqueKey), coalesce(\(plan.runAt), clock_timestamp()),
                    \(Int32(J.attemptsMax)), \(plan.requestID))
            on conflict (tenant_id, kind, unique_key) where unique_key is not null do nothing
            """
    }
}
