import Foundation
import Vocabulary

/// Requests that come when they come, whether those before have been answered or not, as visitors do: gaps of chance
/// around a rate. Each is timed from the moment at which it should have been sent.
struct OpenLoop: Sendable {
    let perSecond: Double
    let seed: UInt64

    func run(_ count: Int, _ request: @escaping @Sendable (Int) async throws -> Void) async throws -> BenchFigure {
        var random = SeededGenerator(seed: seed)
        let clock = ContinuousClock()
        let start = clock.now
        var due = 0.0
        let taken = try await withThrowingTaskGroup(of: Double.self) { group in
            for index in 0..<count {
                due += -log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &random)) / perSecond
                let moment = start.advanced(by: .seconds(due))
                group.addTask {
                    try await clock.sleep(until: moment, tolerance: .zero)
                    try await request(index)
                    return moment.duration(to: clock.now) / .milliseconds(1)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted()
        }
        return BenchFigure(
            perSecond: Double(count) / (start.duration(to: clock.now) / .seconds(1)),
            p50Milliseconds: BenchFigure.percentile(50, taken), p99Milliseconds: BenchFigure.percentile(99, taken))
    }
}
