package import CoreMetrics
import Synchronization

/// The backend of swift-metrics: keeps every metric in memory for `/metrics` and the operators' pages.
///
/// Asking for a metric takes two short locks; raising it takes none.
package final class MetricsRegistry: MetricsFactory, Sendable {
    package static let familiesMax = 1_000
    package static let seriesPerFamilyMax = 200
    /// Seconds, from half a millisecond to ten seconds: what a request or a query may take.
    package static let timerBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// For sizes and counts: 1, 4, 16 … 4^10, about a million.
    package static let recorderBounds = (0...10).map { Double(1 << (2 * $0)) }

    private let families = Mutex<[String: MetricFamily]>([:])
    private let seriesMax: Int
    private let help: [String: String]
    private let bounds: [String: [Double]]
    /// Metrics that found no place: too many, or one name used for two kinds.
    private let rejected = CounterSeries(bounds: [])

    /// - Parameter help: a sentence for a metric, by the label that the code uses.
    /// - Parameter bounds: ascending bucket bounds of a recorder or (in seconds) a timer, by its label.
    package init(
        help: [String: String] = [:], bounds: [String: [Double]] = [:], seriesMax: Int = seriesPerFamilyMax
    ) {
        self.help = help
        self.bounds = bounds
        self.seriesMax = seriesMax
    }

    /// Every metric, by name.
    package var snapshot: [MetricSnapshot] {
        let families = families.withLock { $0.values.map { $0 } }
        let rejections = MetricSnapshot(
            name: "telemetry_rejected_metrics_total", kind: .counter, help: "Metrics that were asked for and not kept.",
            series: [MetricSnapshot.Series(labels: [], value: rejected.value)])
        return (families.map(\.snapshot) + [rejections]).sorted { $0.name < $1.name }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, suffix: "_total", dimensions, .counter, CounterSeries.self)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, suffix: "_total", dimensions, .counter, CounterSeries.self)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge, GaugeSeries.self)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? series(label, dimensions, .histogram, HistogramSeries.self)
            : series(label, dimensions, .gauge, GaugeSeries.self)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, suffix: "_seconds", dimensions, .histogram, HistogramSeries.self, bounds: Self.timerBounds)
    }

    // Series are shared by everybody who asks for the same labels, so nobody's goodbye ends one.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    private func series<Wanted: Series>(
        _ label: String, suffix: String = "", _ dimensions: [(String, String)], _ kind: MetricKind, _ type: Wanted.Type,
        bounds: [Double] = recorderBounds
    ) -> Wanted {
        let clean = MetricNames.metric(label)
        let name = clean.hasSuffix(suffix) ? clean : clean + suffix
        let bounds = self.bounds[label] ?? bounds
        let family = families.withLock { families -> MetricFamily? in
            if let known = families[name] { return known.kind == kind ? known : nil }
            guard families.count < Self.familiesMax else { return nil }
            let made = MetricFamily(name: name, kind: kind, help: help[label], bounds: bounds, seriesMax: seriesMax)
            families[name] = made
            return made
        }
        if let family { return family.series(MetricNames.labels(dimensions), as: type) }
        rejected.increment(by: Int64(1))
        return type.init(bounds: bounds)
    }
}
