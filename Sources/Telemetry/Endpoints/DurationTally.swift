import Foundation

/// How many durations fell into each bucket, and their sum: a value that can be added to another's, taken from
/// another's and asked for any percentile.
package struct DurationTally: Hashable, Sendable {
    package private(set) var nanoseconds: Int
    /// By bucket; not cumulative.
    package private(set) var counts: [Int]

    package init(nanoseconds: Int, counts: [Int]) {
        self.nanoseconds = nanoseconds
        self.counts = counts
    }

    package var count: Int { counts.reduce(0, +) }

    /// Nil without records.
    package var meanSeconds: Double? {
        let count = count
        return count == 0 ? nil : Double(nanoseconds) / DurationBounds.nanosecondsPerSecond / Double(count)
    }

    package static func + (left: DurationTally, right: DurationTally) -> DurationTally {
        DurationTally(
            nanoseconds: left.nanoseconds + right.nanoseconds, counts: zip(left.counts, right.counts).map(+))
    }

    package static func - (left: DurationTally, right: DurationTally) -> DurationTally {
        DurationTally(
            nanoseconds: left.nanoseconds - right.nanoseconds, counts: zip(left.counts, right.counts).map(-))
    }

    /// How many took at most so long. Exact where `nanoseconds` is one of the bounds.
    package func count(upTo nanoseconds: Int) -> Int {
        zip(bounds, counts).reduce(0) { $0 + ($1.0 <= nanoseconds ? $1.1 : 0) }
    }

    /// The duration below which a share of all records lies, in seconds, within the width of its bucket; nil
    /// without records.
    package func percentile(_ share: Double) -> Double? {
        let total = count
        guard total > 0 else { return nil }
        // The nearest rank: the smallest value with at least this share at or below it.
        let rank = max(1, Int((share * Double(total)).rounded(.up)))
        var seen = 0
        let bucket = counts.firstIndex { count in
            seen += count
            return seen >= rank
        }
        return middle(bucket ?? counts.count - 1)
    }

    /// In the buckets of `/metrics`.
    package var coarse: DurationTally {
        guard counts.count == DurationBounds.fineCount else { return self }
        var sums = [Int](repeating: 0, count: DurationBounds.coarseCount)
        for (bucket, count) in counts.enumerated() { sums[DurationBounds.coarseOfFine[bucket]] += count }
        return DurationTally(nanoseconds: nanoseconds, counts: sums)
    }

    /// Upper bounds in nanoseconds.
    package var bounds: [Int] {
        counts.count == DurationBounds.coarseCount ? DurationBounds.coarse : DurationBounds.fine
    }

    /// The bucket's geometric middle, so that the error is the same either way.
    private func middle(_ bucket: Int) -> Double {
        let bounds = bounds.map { Double($0) / DurationBounds.nanosecondsPerSecond }
        if bucket == 0 { return bounds[0] / 2 }
        return bucket < bounds.count ? (bounds[bucket - 1] * bounds[bucket]).squareRoot() : bounds[bounds.count - 1]
    }
}
