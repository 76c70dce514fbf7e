package import Logging
import Metrics

/// The one schedule by which everything that has a term goes when the term is over.
///
/// Each kind is counted by `travelhub_retention_deleted_total{kind}`, and one that fails by
/// `travelhub_retention_failures_total{kind}`; it does not keep the others from their turn.
package struct SweepExpired: Sendable {
    static let everySeconds = 300

    private let retentions: [Retention]
    private let logger: Logger

    package init(_ retentions: [Retention], logger: Logger) {
        precondition(Set(retentions.map(\.name)).count == retentions.count, "two retentions have one name")
        self.retentions = retentions
        self.logger = logger
    }

    package var schedule: Schedule {
        Schedule(name: "retention.sweep", everySeconds: Self.everySeconds) { try await run() }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// How many of each kind went. Throws `Failure` naming the kinds that failed, after all had their turn.
    package func run() async throws -> String {
        var gone: [String] = []
        var failed: [String] = []
        for retention in retentions {
            let dimensions = [("kind", retention.name)]
            do {
                let count = try await retention.sweep()
                Counter(label: "travelhub_retention_deleted_total", dimensions: dimensions).increment(by: Int64(count))
                guard count > 0 else { continue }
                gone.append("\(count) \(retention.name)")
                logger.info("expired things deleted", metadata: ["kind": "\(retention.name)", "count": "\(count)"])
            } catch {
                try Task.checkCancellation()
                failed.append(retention.name)
                Counter(label: "travelhub_retention_failures_total", dimensions: dimensions).increment()
                logger.error(
                    "expired things not deleted", metadata: ["kind": "\(retention.name)", "error": "\(error)"])
            }
        }
        let result = gone.isEmpty ? "nothing had expired" : gone.joined(separator: ", ")
        guard failed.isEmpty else { throw Failure(description: "\(failed.joined(separator: ", ")); else \(result)") }
        return result
    }
}
