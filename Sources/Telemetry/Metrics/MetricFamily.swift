import Synchronization

/// All series of one metric. Its size is bounded: a label value that an attacker can choose must not
/// fill our memory, nor Prometheus'.
final class MetricFamily: Sendable {
    private struct State {
        var series: [[MetricLabel]: any Series] = [:]
        /// The labels of the series that takes all that comes after the limit.
        var overflow: [MetricLabel]?
    }

    static let overflowValue = "other"

    let name: String
    let kind: MetricKind
    private let help: String?
    private let bounds: [Double]
    private let seriesMax: Int
    private let state = Mutex(State())

    init(name: String, kind: MetricKind, help: String?, bounds: [Double], seriesMax: Int) {
        self.name = name
        self.kind = kind
        self.help = help
        self.bounds = bounds
        self.seriesMax = seriesMax
    }

    /// The series with these labels; beyond the limit, the one that is shared by all others.
    func series<Wanted: Series>(_ labels: [MetricLabel], as type: Wanted.Type) -> Wanted {
        state.withLock { state in
            if let known = state.series[labels] as? Wanted { return known }
            let isFull = state.series.count >= seriesMax
            let overflow = state.overflow ?? labels.map { MetricLabel($0.name, Self.overflowValue) }
            if isFull, let shared = state.series[overflow] as? Wanted { return shared }
            if isFull { state.overflow = overflow }
            let made = type.init(bounds: bounds)
            state.series[isFull ? overflow : labels] = made
            return made
        }
    }

    var snapshot: MetricSnapshot {
        let series = state.withLock { $0.series }.map { MetricSnapshot.Series(labels: $0.key, value: $0.value.value) }
        let ordered = series.sorted { $0.labels.lexicographicallyPrecedes($1.labels) { $0.value < $1.value } }
        return MetricSnapshot(name: name, kind: kind, help: help, series: ordered)
    }
}
