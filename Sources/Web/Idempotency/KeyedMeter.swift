import Metrics
import Synchronization
import Vocabulary

/// Counts what became of requests that named their effect, so that clients which repeat themselves, or mix up their
/// keys, are seen.
package final class KeyedMeter: Sendable {
    static let name = "http_idempotent_requests"

    enum Outcome: String, CaseIterable {
        /// Ran, and was committed with its answer.
        case effect
        /// The stored answer was given again.
        case replayed
        /// Another request was at the same effect.
        case inFlight = "in_flight"
        /// The key named another input before.
        case mismatch
        /// Threw, and left nothing.
        case refused

        init(of error: any Error) {
            switch Problem(telling: error).code {
            case Problem.idempotencyInFlight.code: self = .inFlight
            case Problem.idempotencyMismatch.code: self = .mismatch
            default: self = .refused
            }
        }
    }

    private let counts = Mutex<[Outcome: Int]>([:])

    package init() {}

    /// Since the process began.
    var seen: [Outcome: Int] { counts.withLock { $0 } }

    func count(_ outcome: Outcome) {
        counts.withLock { $0[outcome, default: 0] += 1 }
        Counter(label: Self.name, dimensions: [("outcome", outcome.rawValue)]).increment()
    }
}
