import Postgres
import Redis
import Tenancy
package import Vocabulary

/// An error of a feature that knows the problem it is: mapped once, in the feature.
package protocol ProblemSource: Error {
    var problem: Problem { get }
}

extension InputFaults: ProblemSource {}

extension Problem {
    /// What the caller is told of an error. What nobody foresaw is `server.error`, without a word
    /// of what it was.
    init(telling error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let source as any ProblemSource: self = source.problem
        case let error as PostgresError: self.init(error)
        case let error as PostgresTransactionError: self.init(error)
        case RedisError.unavailable, RedisError.timedOut, RedisError.closed: self = .databaseUnavailable
        case TenantProfiles.Fault.noSite: self.init(503, "tenant.provisioning", retryAfterSeconds: 5)
        case is CancellationError: self = .timedOut
        default: self = .unexpected
        }
    }

    private init(_ error: PostgresError) {
        switch error.kind {
        case .unavailable, .poolTimeout, .closed: self = .databaseUnavailable
        case .deadlineExceeded, .lockNotAvailable, .serializationFailure, .deadlockDetected: self = .timedOut
        default: self = .unexpected
        }
    }

    /// The step that failed first decides.
    private init(_ error: PostgresTransactionError) {
        let first: (any Error)? = error.begin ?? error.body ?? error.commit ?? error.rollback
        self = first.map(Problem.init(telling:)) ?? .unexpected
    }
}
