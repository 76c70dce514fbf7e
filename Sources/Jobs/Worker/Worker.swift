import Foundation
package import Logging
import Metrics
package import Postgres
package import ServiceLifecycle
package import Tenancy
package import Vocabulary

/// Runs jobs: claims them under a lease, keeps the lease alive, ends, repeats or buries them.
package struct Worker: Service {
    package struct Limits: Sendable {
        package var concurrent = 4
        package var perTenant = 2
        package var leaseSeconds = 30
        package var pollSeconds = 1.0
        package init() {}
    }

    private let store: JobStore
    private let handlers: JobHandlers
    private let tenants: TenantDatabase
    private let directory: TenantDirectory
    private let envelope: JobEnvelope
    private let name: String
    private let queues: [String]
    private let limits: Limits
    private let logger: Logger
    private let rounds = ClaimRounds()

    /// `pool` logs in as `travelhub_worker`.
    package init(
        pool: PostgresPool, handlers: JobHandlers, tenants: TenantDatabase, directory: TenantDirectory,
        keys: MasterKeys, name: String, queues: [String], limits: Limits = Limits(), logger: Logger
    ) {
        self.store = JobStore(pool: pool)
        self.handlers = handlers
        self.tenants = tenants
        self.directory = directory
        self.envelope = JobEnvelope(keys: keys)
        self.name = name
        self.queues = queues
        self.limits = limits
        self.logger = logger
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await turn() == 0 { try await Task.sleep(for: .seconds(limits.pollSeconds)) }
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("queue not read", metadata: ["error": "\(error)"])
                    try await Task.sleep(for: .seconds(limits.pollSeconds))
                }
            }
        }
    }

    /// Claims what is due now and runs it to its end; the number of jobs run.
    package func turn() async throws -> Int {
        _ = try await store.releaseLapsed()
        var count = 0
        for queue in queues {
            let jobs = try await store.claim(
                queue: queue, worker: name, limit: limits.concurrent, perTenant: limits.perTenant,
                leaseSeconds: limits.leaseSeconds, after: rounds.last(of: queue))
            rounds.served(jobs.map(\.tenant), of: queue)
            await withTaskGroup(of: Void.self) { group in
                for job in jobs { group.addTask { await attempt(job) } }
            }
            count += jobs.count
        }
        return count
    }

    private func attempt(_ job: ClaimedJob) async {
        var logger = logger
        logger[metadataKey: "tenant"] = "\(job.tenant)"
        logger[metadataKey: "job"] = "\(job.kind)"
        if let requestID = job.requestID { logger[metadataKey: "request_id"] = "\(requestID)" }
        let outcome: String
        do {
            try await perform(job, logger)
            outcome = "done"
        } catch {
            outcome = await fail(job, error, logger)
        }
        Counter(label: "travelhub_jobs_total", dimensions: [("kind", job.kind), ("outcome", outcome)]).increment()
    }

    private func perform(_ job: ClaimedJob, _ logger: Logger) async throws {
        guard
            envelope.holds(
                job.envelope, tenant: job.tenant, job: job.id, kind: job.kind, arguments: job.arguments)
        else { throw JobError.envelopeRefused }
        guard let handler = handlers.handler(job.kind) else { throw JobError.unknownKind(job.kind) }
        guard let entry = directory.entry(id: job.tenant) else { throw JobError.unknownTenant }
        let context = JobContext(scope: tenants.scope(entry), job: job, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await handler(job.arguments, context) }
            group.addTask { try await keepAlive(job) }
            try await group.next()
            group.cancelAll()
        }
        if !context.isFinished { try await context.finish { _ in } }
    }

    /// Returns when cancelled; throws when the lease went to somebody else, which ends the job here.
    private func keepAlive(_ job: ClaimedJob) async throws {
        while true {
            do { try await Task.sleep(for: .seconds(Double(limits.leaseSeconds) / 3)) } catch { return }
            guard try await store.heartbeat(job, leaseSeconds: limits.leaseSeconds) else { throw JobError.leaseLost }
        }
    }

    private func fail(_ job: ClaimedJob, _ error: any Error, _ logger: Logger) async -> String {
        do {
            switch error {
            case JobError.leaseLost:
                return "lease_lost"
            case JobError.envelopeRefused, JobError.hopeless, JobError.unknownKind:
                try await store.bury(job, fault: "\(error)")
            case _ where job.attempt >= job.attemptsMax:
                try await store.bury(job, fault: "\(error)")
            default:
                logger.notice("job failed, will be tried again", metadata: ["error": "\(error)"])
                try await store.retry(job, afterSeconds: RetryDelay.seconds(attempt: job.attempt), fault: "\(error)")
                return "retried"
            }
            logger.error("job is a dead letter", metadata: ["error": "\(error)"])
            return "dead"
        } catch {
            logger.warning("job's end not recorded; its lease will lapse", metadata: ["error": "\(error)"])
            return "unrecorded"
        }
    }
}

/// `attempt⁴` seconds with up to a fifth of jitter, so that what failed together does not return together.
enum RetryDelay {
    static func seconds(attempt: Int) -> Double {
        let base = Double(attempt * attempt * attempt * attempt)
        return base * Double.random(in: 0.8...1.2)
    }
}
