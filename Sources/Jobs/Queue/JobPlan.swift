package import Foundation

/// When and in which order a job runs.
package struct JobPlan: Sendable {
    /// Nil: at once.
    package var runAt: Date?
    /// −100 to 100, higher first, within a tenant.
    package var priority: Int
    /// Nil: as many as are asked for.
    package var unique: JobUniqueness?
    /// Jobs of one key run one after the other, in the order of their coming. One that waits for its hour or
    /// its next attempt holds up those behind it; a dead letter does not.
    package var orderKey: String?
    package var requestID: String?

    package init(
        runAt: Date? = nil, priority: Int = 0, unique: JobUniqueness? = nil, orderKey: String? = nil,
        requestID: String? = nil
    ) {
        self.runAt = runAt
        self.priority = priority
        self.unique = unique
        self.orderKey = orderKey
        self.requestID = requestID
    }
}

/// For how long a job keeps others of its tenant, kind and key out. One that is kept out is not enqueued, and
/// nobody is told.
package enum JobUniqueness: Hashable, Sendable {
    /// Until a worker takes it for the first time: what changes while it runs is worth another run.
    case whileWaiting(String)
    /// Until it is done or a dead letter.
    case untilDone(String)
    /// For so many seconds from its coming, also when it is long done or dead by then.
    case forPeriod(String, seconds: Int)

    var key: String {
        switch self {
        case .whileWaiting(let key), .untilDone(let key), .forPeriod(let key, _): key
        }
    }
}
