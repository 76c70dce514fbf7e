import Synchronization

/// A fixed row of counters that any thread may raise without a lock.
///
/// Unchecked because the compiler cannot see that the pointer never changes and its elements are
/// atomics; an array cannot hold them.
final class AtomicCounts: @unchecked Sendable {
    let count: Int
    private let base: UnsafeMutablePointer<Atomic<Int>>

    init(count: Int) {
        self.count = count
        base = .allocate(capacity: count)
        for index in 0..<count { (base + index).initialize(to: Atomic(0)) }
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }

    func add(_ amount: Int = 1, at index: Int) {
        precondition(index >= 0 && index < count)
        base[index].wrappingAdd(amount, ordering: .relaxed)
    }

    /// Puts `value` where nothing is yet; whether it stands there now, by whomever.
    func claim(_ value: Int, at index: Int) -> Bool {
        precondition(index >= 0 && index < count)
        let found = base[index].load(ordering: .relaxed)
        if found != 0 { return found == value }
        let (done, other) = base[index].compareExchange(expected: 0, desired: value, ordering: .relaxed)
        return done || other == value
    }

    func value(at index: Int) -> Int {
        precondition(index >= 0 && index < count)
        return base[index].load(ordering: .relaxed)
    }

    var values: [Int] { (0..<count).map { base[$0].load(ordering: .relaxed) } }

    func reset() {
        for index in 0..<count { base[index].store(0, ordering: .relaxed) }
    }
}
