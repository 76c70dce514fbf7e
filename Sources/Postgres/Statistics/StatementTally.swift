internal import Metrics
internal import Synchronization

/// What the metrics system is told of all statements of one kind.
final class StatementMeters: Sendable {
    let calls: Metrics.Timer
    let errors: Counter
    let slow: Counter

    init(_ kind: StatementKind) {
        let dimensions = [("kind", kind.rawValue)]
        calls = Metrics.Timer(label: "postgres_statement_seconds", dimensions: dimensions)
        errors = Counter(label: "postgres_statement_errors_total", dimensions: dimensions)
        slow = Counter(label: "postgres_statement_slow_total", dimensions: dimensions)
    }
}

/// The running counts of one statement, added to without a lock by every connection that runs it.
final class StatementTally: Sendable {
    let fingerprint: UInt64
    let kind: StatementKind
    let text: String
    private let meters: StatementMeters?
    private let calls = Atomic<Int>(0)
    private let errors = Atomic<Int>(0)
    private let slow = Atomic<Int>(0)
    private let totalNanoseconds = Atomic<UInt64>(0)
    private let maxNanoseconds = Atomic<UInt64>(0)

    init(fingerprint: UInt64, kind: StatementKind, text: String, meters: StatementMeters?) {
        self.meters = meters
        self.fingerprint = fingerprint
        self.kind = kind
        self.text = text
    }

    func add(nanoseconds: UInt64, isError: Bool, isSlow: Bool) {
        calls.wrappingAdd(1, ordering: .relaxed)
        totalNanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
        if nanoseconds > maxNanoseconds.load(ordering: .relaxed) { maxNanoseconds.max(nanoseconds, ordering: .relaxed) }
        if isError { errors.wrappingAdd(1, ordering: .relaxed) }
        if isSlow { slow.wrappingAdd(1, ordering: .relaxed) }
        guard let meters else { return }
        meters.calls.recordNanoseconds(Int64(clamping: nanoseconds))
        if isError { meters.errors.increment() }
        if isSlow { meters.slow.increment() }
    }

    var snapshot: StatementStatistics.Entry {
        StatementStatistics.Entry(
            fingerprint: fingerprint, kind: kind, text: text, calls: calls.load(ordering: .relaxed),
            errors: errors.load(ordering: .relaxed), slow: slow.load(ordering: .relaxed),
            total: .nanoseconds(Int64(clamping: totalNanoseconds.load(ordering: .relaxed))),
            max: .nanoseconds(Int64(clamping: maxNanoseconds.load(ordering: .relaxed))))
    }
}
