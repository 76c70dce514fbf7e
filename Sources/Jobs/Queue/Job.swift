package import Foundation
package import Postgres
package import Tenancy
package import Vocabulary

/// Work for later, as a value: what is to be done to which thing, small enough to stand in a row.
///
/// A job may run more than once (a worker died after the effect, before its record), so its effect is
/// written so that a repetition changes nothing.
package protocol Job: Codable, Sendable {
    /// Stable name in the queue: `booking.release_hold`.
    static var kind: String { get }
    /// Lower-case letters and underscores; a worker is told which queues it serves.
    static var queue: String { get }
    static var attemptsMax: Int { get }
}

extension Job {
    package static var queue: String { "ordinary" }
    package static var attemptsMax: Int { 12 }
}

/// When and in which order a job runs.
package struct JobPlan: Sendable {
    /// Nil: at once.
    package var runAt: Date?
    /// −100 to 100, higher first, within a tenant.
    package var priority: Int
    /// A live job of the same kind and key is not enqueued again.
    package var uniqueKey: String?
    /// Jobs of one key run one after the other, in the order of their coming.
    package var orderKey: String?
    package var requestID: String?

    package init(
        runAt: Date? = nil, priority: Int = 0, uniqueKey: String? = nil, orderKey: String? = nil,
        requestID: String? = nil
    ) {
        self.runAt = runAt
        self.priority = priority
        self.uniqueKey = uniqueKey
        self.orderKey = orderKey
        self.requestID = requestID
    }
}
