/// Pauses between attempts to connect: doubling, bounded, and scattered so that many processes do not
/// come back in step.
struct Backoff: Sendable {
    let min: Duration
    let max: Duration
    /// A number in 0..<1.
    let random: @Sendable () -> Double

    private(set) var failures = 0

    init(min: Duration, max: Duration, random: @escaping @Sendable () -> Double) {
        self.min = min
        self.max = max
        self.random = random
    }

    mutating func reset() { failures = 0 }

    /// The pause after one more failure: between half of the full pause and all of it.
    mutating func next() -> Duration {
        let doublings = Swift.min(failures, 16)
        failures += 1
        return Swift.min(min * (1 << doublings), max) * (0.5 + random() / 2)
    }
}
