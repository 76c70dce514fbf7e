import Synchronization

/// How each endpoint is doing: counts by status class, mean and percentiles of its time.
package final class EndpointStatistics: Sendable {
    package static let endpointsMax = 1_000
    package static let overflowEndpoint = "other"

    package struct Snapshot: Hashable, Sendable {
        package let endpoint: String
        package let count: Int
        /// By the status' first digit: `[2]` counts 200 to 299; `[0]` whatever is no HTTP status.
        package let statusClasses: [Int]
        package let meanSeconds: Double
        package let p50Seconds: Double
        package let p95Seconds: Double
        package let p99Seconds: Double
    }

    private final class Entry: Sendable {
        let classes = AtomicCounts(count: 6)
        let seconds = AtomicNumber()
        let durations = DurationHistogram()
    }

    private let entries = Mutex<[String: Entry]>([:])

    package init() {}

    /// - Parameter endpoint: the route's method and template, never a path that a client wrote.
    package func record(endpoint: String, status: Int, duration: Duration) {
        let entry = entries.withLock { entries -> Entry in
            let name = entries[endpoint] != nil || entries.count < Self.endpointsMax ? endpoint : Self.overflowEndpoint
            if let known = entries[name] { return known }
            let made = Entry()
            entries[name] = made
            return made
        }
        let seconds = max(0, duration / .seconds(1))
        entry.classes.add(at: (100..<600).contains(status) ? status / 100 : 0)
        entry.seconds.add(seconds)
        entry.durations.record(seconds: seconds)
    }

    /// The busiest first.
    package var snapshot: [Snapshot] {
        let entries = entries.withLock { $0 }
        let snapshots = entries.compactMap { name, entry -> Snapshot? in
            let classes = entry.classes.values
            let count = classes.reduce(0, +)
            guard count > 0, let times = entry.durations.percentiles([0.5, 0.95, 0.99]) else { return nil }
            return Snapshot(
                endpoint: name, count: count, statusClasses: classes, meanSeconds: entry.seconds.value / Double(count),
                p50Seconds: times[0], p95Seconds: times[1], p99Seconds: times[2])
        }
        return snapshots.sorted { ($1.count, $0.endpoint) < ($0.count, $1.endpoint) }
    }
}
