package import Foundation

/// Where a live job stands.
package enum JobState: String, Sendable, CaseIterable {
    /// Waits for its hour or its next attempt.
    case scheduled
    case ready
    case running
    /// A dead letter: out of attempts, kept to be looked at and replayed.
    case dead
}

/// Which jobs somebody wants to see or to replay; absent conditions hold for all.
package struct JobFilter: Sendable {
    package var state: JobState?
    package var queue: String?
    package var kind: String?
    package var job: UUID?

    package init(state: JobState? = nil, queue: String? = nil, kind: String? = nil, job: UUID? = nil) {
        self.state = state
        self.queue = queue
        self.kind = kind
        self.job = job
    }
}
