internal import DequeModule
internal import Foundation

/// A few threads for the two calls that block whatever we do: name look-up and `PQcancel`.
///
/// Neither the reactor nor Swift's cooperative pool may wait, so these threads do.
final class BlockingThreads: @unchecked Sendable {
    static let shared = BlockingThreads(count: threadsMax)

    /// Look-ups and cancellations under way at once; more wait in line.
    static let threadsMax = 4

    private let condition = NSCondition()
    /// Guarded by `condition`.
    private var work: Deque<@Sendable () -> Void> = []

    init(count: Int) {
        for number in 1...count {
            let thread = Thread { [unowned self] in run() }
            thread.name = "postgres-blocking-\(number)"
            thread.start()
        }
    }

    func submit(_ body: @escaping @Sendable () -> Void) {
        condition.withLock { work.append(body) }
        condition.signal()
    }

    func value<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            submit { continuation.resume(returning: body()) }
        }
    }

    private func run() {
        while true { next()() }
    }

    private func next() -> @Sendable () -> Void {
        condition.withLock {
            while true {
                if let first = work.popFirst() { return first }
                condition.wait()
            }
        }
    }
}
