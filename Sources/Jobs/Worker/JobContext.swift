import Foundation
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
        try await ending {
            try await scope.transaction { transaction in
                let result = try await body(transaction)
                _ = try await transaction.commit(after: [JobStore.end(job)])
                return result
            }
        }
    }

    /// The same for an effect whose statements are known beforehand: one round trip for all of it.
    package func finish(with statements: [SQL]) async throws {
        try await ending { _ = try await scope.run(statements + [JobStore.end(job)]) }
    }

    private func ending<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            let result = try await body()
            finished.withLock { $0 = true }
            return result
        } catch {
            guard error.postgres?.sqlState == JobStore.leaseLostState else { throw error }
            throw JobError.leaseLost
        }
    }

    var isFinished: Bool { finished.withLock { $0 } }
}
