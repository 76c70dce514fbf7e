import Metrics
import Vocabulary

/// Counts what became of requests that named their effect, so that clients which repeat themselves, or mix up their
/// keys, are seen.
enum KeyedMeter {
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

    static func count(_ outcome: Outcome) {
        Counter(label: name, dimensions: [("outcome", outcome.rawValue)]).increment()
    }
}
