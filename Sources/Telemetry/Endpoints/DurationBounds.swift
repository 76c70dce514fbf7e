import Foundation

/// The buckets that durations are counted in, the same in every process and release, so that what several have
/// counted adds up exactly.
///
/// From ten microseconds to a thousand seconds in steps of 12 %; 1, 2.5, 5 and their like are bounds, so that
/// Prometheus' buckets and the thresholds of fast and slow are sums of these and nothing is estimated.
package enum DurationBounds {
    /// Upper bounds in nanoseconds, each included in its bucket; what lies above the last has a bucket of its own.
    package static let fine: [Int] = {
        var bounds = [shortest]
        for decade in 0..<decades {
            let unit = Double(shortest) * pow(10, Double(decade))
            for (from, to, steps) in [(1, 2.5, 8), (2.5, 5, 6), (5, 10, 6)] {
                for step in 1...steps {
                    let factor = step == steps ? to : from * pow(to / from, Double(step) / Double(steps))
                    bounds.append(Int((unit * factor).rounded()))
                }
            }
        }
        return bounds
    }()

    /// Half a millisecond to ten seconds, as `/metrics` tells them and as tenants are counted.
    package static let coarse = MetricsRegistry.timerBounds.map { Int(($0 * nanosecondsPerSecond).rounded()) }

    package static let fineCount = fine.count + 1
    package static let coarseCount = coarse.count + 1

    /// By the number of a fine bucket that of the coarse one that holds it.
    static let coarseOfFine: [Int] = (0..<fineCount).map { bucket in
        guard bucket < fine.count else { return coarse.count }
        return coarse.firstIndex { fine[bucket] <= $0 } ?? coarse.count
    }

    static let nanosecondsPerSecond = 1e9
    private static let shortest = 10_000
    private static let decades = 8
}

/// A duration on its way into several counts: measured and put in its bucket once.
package struct DurationSample: Sendable {
    package let nanoseconds: Int
    /// Of the fine bounds.
    let bucket: Int

    package init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        nanoseconds = max(0, Int(clamping: seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000))
        var (low, high) = (0, DurationBounds.fine.count)
        DurationBounds.fine.withUnsafeBufferPointer { [nanoseconds] bounds in
            while low < high {
                let middle = (low + high) / 2
                if bounds[middle] < nanoseconds { low = middle + 1 } else { high = middle }
            }
        }
        bucket = low
    }
}
