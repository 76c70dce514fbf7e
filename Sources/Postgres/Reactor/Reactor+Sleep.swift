internal import Synchronization

extension Reactor {
    /// Suspends the task until the monotonic clock has gone on by `duration`.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    func sleep(_ duration: Duration) async throws {
        let deadline = Self.now() &+ duration.nanoseconds
        let nap = Nap()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                submit { [self] in
                    guard nap.begin(continuation) else { return }
                    nap.timer.store(
                        schedule(at: deadline) { nap.end(.success(())) }, ordering: .relaxed)
                }
            }
        } onCancel: {
            submit { [self] in
                cancel(nap.timer.load(ordering: .relaxed))
                nap.end(.failure(CancellationError()))
            }
        }
    }
}

/// One sleeping task, resumed exactly once whichever of timer and cancellation comes first.
private final class Nap: Sendable {
    private enum State {
        case new
        case asleep(CheckedContinuation<Void, any Error>)
        case over
    }

    let timer = Atomic<TimerQueue.ID>(0)
    private let state = Mutex(State.new)

    /// False when the task was cancelled before it lay down; it has been resumed then.
    func begin(_ continuation: CheckedContinuation<Void, any Error>) -> Bool {
        let begins = state.withLock { state in
            guard case .new = state else { return false }
            state = .asleep(continuation)
            return true
        }
        if !begins { continuation.resume(throwing: CancellationError()) }
        return begins
    }

    func end(_ result: Result<Void, any Error>) {
        let sleeper = state.withLock { state in
            defer { state = .over }
            guard case .asleep(let continuation) = state else { return CheckedContinuation<Void, any Error>?.none }
            return continuation
        }
        sleeper?.resume(with: result)
    }
}

extension Duration {
    /// Whole nanoseconds, never negative; more than an `UInt64` holds becomes its greatest half.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < Int64.max / 2_000_000_000 else { return UInt64(Int64.max) }
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }

    var milliseconds: Int64 { Int64(nanoseconds / 1_000_000) }
}
