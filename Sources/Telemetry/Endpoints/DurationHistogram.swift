import Foundation

/// Durations in buckets that grow by a constant factor, from which any percentile is read within a few
/// per cent, at a fixed cost in memory and none in locks.
final class DurationHistogram: Sendable {
    /// Ten microseconds to a thousand seconds, in steps of 12 %.
    private static let shortestSeconds = 1e-5
    private static let stepsPerDecade = 20.0
    private static let decades = 8.0
    private static let bucketCount = Int(stepsPerDecade * decades) + 1

    private let counts = AtomicCounts(count: bucketCount)

    func record(seconds: Double) { counts.add(at: Self.bucket(seconds)) }

    /// The durations below which the given shares of all records lie, in seconds; nil without records.
    func percentiles(_ shares: [Double]) -> [Double]? {
        let counts = counts.values
        let total = counts.reduce(0, +)
        guard total > 0 else { return nil }
        return shares.map { share in
            // The nearest-rank percentile: the smallest value with at least this share at or below it.
            let rank = max(1, Int((share * Double(total)).rounded(.up)))
            var seen = 0
            let bucket = counts.firstIndex { count in
                seen += count
                return seen >= rank
            }
            return Self.middle(bucket ?? counts.count - 1)
        }
    }

    private static func bucket(_ seconds: Double) -> Int {
        guard seconds > shortestSeconds else { return 0 }
        let steps = (log10(seconds / shortestSeconds) * stepsPerDecade).rounded(.down)
        return Int(min(steps, Double(bucketCount - 1)))
    }

    /// The bucket's geometric middle, so that the error is the same either way.
    private static func middle(_ bucket: Int) -> Double {
        shortestSeconds * pow(10, (Double(bucket) + 0.5) / stepsPerDecade)
    }
}
