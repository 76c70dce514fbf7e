import CoreMetrics

/// One line, or one group of lines, of the exposition: a metric with one set of label values.
protocol Series: AnyObject, Sendable {
    init(bounds: [Double])
    var value: MetricValue { get }
}

/// Only goes up.
final class CounterSeries: Series, CounterHandler, FloatingPointCounterHandler {
    private let number = AtomicNumber()

    init(bounds: [Double]) {}

    var value: MetricValue { .number(number.value) }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    func increment(by amount: Double) {
        // A counter that falls reads as a restart of the process; NaN would stay for ever.
        if amount > 0 && amount.isFinite { number.add(amount) }
    }

    func reset() { number.set(0) }
}

/// A level that goes up and down.
final class GaugeSeries: Series, MeterHandler, RecorderHandler {
    private let number = AtomicNumber()

    init(bounds: [Double]) {}

    var value: MetricValue { .number(number.value) }

    func set(_ value: Int64) { number.set(Double(value)) }

    func set(_ value: Double) { number.set(value) }

    func increment(by amount: Double) { number.add(amount) }

    func decrement(by amount: Double) { number.add(-amount) }

    func record(_ value: Int64) { set(value) }

    func record(_ value: Double) { set(value) }
}

/// How often values fell below each bound. Timers are kept in seconds, Prometheus' unit.
final class HistogramSeries: Series, RecorderHandler, TimerHandler {
    private static let nanosecondsPerSecond = 1e9

    private let bounds: [Double]
    private let counts: AtomicCounts
    private let sum = AtomicNumber()

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = AtomicCounts(count: bounds.count + 1)
    }

    var value: MetricValue { .histogram(bounds: bounds, counts: counts.values, sum: sum.value) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        counts.add(at: bounds.firstIndex { value <= $0 } ?? bounds.count)
        sum.add(value)
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / Self.nanosecondsPerSecond) }
}
