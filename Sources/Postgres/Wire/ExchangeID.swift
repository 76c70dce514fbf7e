internal import Synchronization

/// Numbers the exchanges of the process, so that a cancellation can name the one it means.
enum ExchangeID {
    private static let last = Atomic<UInt64>(0)

    static func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}
