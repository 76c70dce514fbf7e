package import Vocabulary
import Web

/// Why there is no paper. Each becomes a problem here and nowhere else.
package enum PaperError: ProblemSource, Hashable, Sendable {
    case notIssued
    /// Once only: a number that is out is not taken back, what it says is not changed.
    case issued
    /// A booking that was never agreed has no papers, one that was cancelled gets no invoice any more.
    case notAllowed
    /// Too many are being printed.
    case busy
    case invalid([Problem.Fault])

    package var problem: Problem {
        switch self {
        case .notIssued: Problem(404, "paper.not_issued")
        case .issued: Problem(409, "paper.issued")
        case .notAllowed: Problem(409, "paper.not_allowed")
        case .busy: Problem(503, "paper.busy", retryAfterSeconds: Self.busySeconds)
        case .invalid(let faults): Problem(422, "input.invalid", faults: faults)
        }
    }

    private static let busySeconds = 5
}
