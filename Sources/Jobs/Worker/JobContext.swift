package import Foundation
package import Logging
package import Postgres
import Synchronization
package import Tenancy

/// What a running job has: its tenant's scope, and the one transaction in which its effect and its
/// end become true together.
package final class JobContext: Sendable {
    package let scope: TenantScope
    package let attempt: Int
    package let requestID: String?
    package let logger: Logger

    private let job: ClaimedJob
    private let finished = Mutex(false)

    init(scope: TenantScope, job: ClaimedJob, logger: Logger) {
        self.scope = scope
        self.attempt = job.attempt
        self.requestID = job.requestID
        self.logger = logger
        self.job = job
    }

    /// Runs `body` and ends the job in one transaction.
    ///
    /// Throws `JobError.leaseLost` when the job has meanwhile been given to another worker: nothing of
    /// `body` remains then.
    package func finish<Result: Sendable>(
        _ body: @Sendable (TenantTransaction) async throws -> Result
    ) async throws -> Result {
        let result = try await scope.transaction { transaction in
            let result = try await body(transaction)
            let ended = try await transaction.run(JobStore.finish(self.job))
            guard ended.affectedCount == 1 else { throw JobError.leaseLost }
            return result
        }
        finished.withLock { $0 = true }
        return result
    }

    var isFinished: Bool { finished.withLock { $0 } }
}

package enum JobError: Error, Sendable {
    case leaseLost
    /// The row was not written by the queue.
    case envelopeRefused
    case unknownKind(String)
    case unknownTenant
    /// Thrown by a job that no repetition can mend: it becomes a dead letter at once.
    case hopeless(String)
}
