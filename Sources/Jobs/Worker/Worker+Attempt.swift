import Foundation
import Logging
import Metrics
import Postgres
import Telemetry
import Tenancy
import Vocabulary

/// One run of one job, from its seal to the record of what came of it.
extension Worker {
    func attempt(_ lease: HeldJobs.Lease) async {
        let job = lease.job
        defer { held.end(job) }
        var logger = logger
        logger[metadataKey: "tenant"] = "\(job.tenant)"
        logger[metadataKey: "job"] = "\(job.kind)"
        if let requestID = job.requestID { logger[metadataKey: "request_id"] = "\(requestID)" }
        if let trace = job.trace { logger[metadataKey: "trace_id"] = "\(trace.traceID)" }
        let start = ContinuousClock.now
        let outcome: String
        do {
            try await TraceParent.following(job.trace, as: job.id) { try await perform(lease, logger) }
            outcome = "done"
        } catch {
            outcome = await recorded(job, error, logger)
        }
        let dimensions = [("kind", job.kind), ("outcome", outcome)]
        Counter(label: "travelhub_jobs_total", dimensions: dimensions).increment()
        Metrics.Timer(label: "travelhub_job_seconds", dimensions: [("kind", job.kind)])
            .record(duration: start.duration(to: .now))
    }

    private func perform(_ lease: HeldJobs.Lease, _ logger: Logger) async throws {
        let job = lease.job
        guard
            envelope.holds(
                job.envelope, tenant: job.tenant, job: job.id, kind: job.kind, arguments: job.arguments)
        else { throw JobError.envelopeRefused }
        guard let handler = handlers.handler(job.kind) else { throw JobError.unknownKind(job.kind) }
        guard let entry = directory.entry(id: job.tenant) else { throw JobError.unknownTenant }
        let context = JobContext(scope: tenants.scope(entry), job: job, logger: logger)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await handler(job.arguments, context)
                return true
            }
            group.addTask {
                for await _ in lease.lost { throw JobError.leaseLost }
                return false
            }
            // Cancelled, the watch over the lease ends first; the job is done only when its handler says so.
            while let isDone = try await group.next(), !isDone {}
            group.cancelAll()
        }
        guard !context.isFinished else { return }
        guard try await finishLine.cross(job) else { throw JobError.leaseLost }
    }

    /// Said to the database whatever became of this task: a worker that stops records what it leaves behind.
    private func recorded(_ job: ClaimedJob, _ error: any Error, _ logger: Logger) async -> String {
        let isStopping = Task.isCancelled
        return await Task { await record(job, error, isStopping: isStopping, logger) }.value
    }

    private func record(_ job: ClaimedJob, _ error: any Error, isStopping: Bool, _ logger: Logger) async -> String {
        do {
            switch error {
            case JobError.leaseLost:
                return "lease_lost"
            case is CancellationError where isStopping:
                try await store.giveBack(job)
                return "given_back"
            case _ where error.postgres?.kind == .poolTimeout:
                // It stood in line behind slow ones and was never begun.
                try await store.giveBack(job)
                return "given_back"
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

    /// Those that were claimed and never begun.
    func giveBackRest() async {
        for job in held.all {
            do { try await store.giveBack(job) } catch {
                logger.warning("job not given back; its lease will lapse", metadata: ["error": "\(error)"])
            }
            held.end(job)
        }
    }
}
