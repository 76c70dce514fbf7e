/// The pause after each failure in a row: doubled up to a limit, and spread so that those who
/// failed together do not come back together.
struct Backoff {
    /// Doublings after which the limit has long been reached.
    private static let doublingsMax = 16

    private let first: UInt64
    private let most: UInt64
    private var failures = 0

    init(limits: PoolLimits) {
        first = limits.backoffFirst.nanoseconds
        most = limits.backoffMax.nanoseconds
    }

    mutating func reset() { failures = 0 }

    /// Nanoseconds, between half and all of the step.
    /// - Parameter jitter: between 0 and 1.
    mutating func next(jitter: Double) -> UInt64 {
        let step = min(first << UInt64(min(failures, Self.doublingsMax)), most)
        failures += 1
        return UInt64(Double(step) * (0.5 + 0.5 * min(max(jitter, 0), 1)))
    }
}
