import Metrics
import Synchronization

/// Counts what came of each look into the cache, by the name of the read.
final class CacheMeter: Sendable {
    enum Outcome: String {
        case hit
        /// Served, and read anew behind it.
        case stale
        case miss
        /// Redis was not there: read as if there were no cache.
        case away
        /// Read from where it comes from.
        case load
        /// Read, but not kept: larger than the limit.
        case oversize
        /// Read, but not kept: invalidated meanwhile.
        case outdated
    }

    static let label = "cache_reads"

    private struct Series: Hashable {
        let name: String
        let outcome: Outcome
    }

    private let counters = Mutex<[Series: Counter]>([:])

    func count(_ outcome: Outcome, _ name: String) {
        let series = Series(name: name, outcome: outcome)
        counters.withLock { counters in
            if let counter = counters[series] { return counter }
            let counter = Counter(label: Self.label, dimensions: [("cache", name), ("outcome", outcome.rawValue)])
            counters[series] = counter
            return counter
        }.increment()
    }
}
