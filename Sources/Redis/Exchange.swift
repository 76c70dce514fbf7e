import NIOCore
import Synchronization

/// One or more commands that travel together, and whoever waits for their replies.
///
/// The waiter may leave early (deadline, cancellation); the exchange then keeps its place in the
/// connection's order, so that the late replies are taken in place and never by another command.
final class Exchange: Sendable {
    typealias Reply = Result<RedisValue, RedisError>

    private struct State {
        var replies: [Reply?]
        var missing: Int
        var waiter: CheckedContinuation<[Reply], Never>?
        var isSent = false
    }

    let count: Int
    let bytes: ByteBuffer
    let deadline: NIODeadline
    private let state: Mutex<State>

    init(_ commands: [RedisCommand], deadline: NIODeadline) {
        count = commands.count
        bytes = Encoder.encode(commands)
        self.deadline = deadline
        state = Mutex(State(replies: Array(repeating: nil, count: commands.count), missing: commands.count))
    }

    var isSettled: Bool { state.withLock { $0.missing == 0 } }

    /// Claims the exchange for the wire; false when nobody waits any more, so it need not be sent.
    func markSent() -> Bool {
        state.withLock { state in
            state.isSent = state.missing > 0
            return state.isSent
        }
    }

    /// The reply to the command at `index`; ignored when the waiter has left.
    func receive(_ value: RedisValue, at index: Int) {
        let reply: Reply = if case .error(let message) = value { .failure(.server(message)) } else { .success(value) }
        finish { state in
            guard state.missing > 0, state.replies[index] == nil else { return }
            state.replies[index] = reply
            state.missing -= 1
        }
    }

    /// Lets the waiter go: every command that has no reply yet fails with `error`.
    func settle(_ error: RedisError) { settle { _ in error } }

    /// The deadline has passed: whether Redis was reached decides what that means.
    func expire() { settle { $0.isSent ? .timedOut : .unavailable } }

    /// Waits until every command has a reply or an error.
    func replies() async -> [Reply] {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                finish { $0.waiter = waiter }
            }
        } onCancel: {
            settle(.cancelled)
        }
    }

    private func settle(_ error: (State) -> RedisError) {
        finish { state in
            guard state.missing > 0 else { return }
            let error = error(state)
            state.replies = state.replies.map { $0 ?? .failure(error) }
            state.missing = 0
        }
    }

    private func finish(_ change: (inout State) -> Void) {
        let (waiter, replies) = state.withLock { state -> (CheckedContinuation<[Reply], Never>?, [Reply]) in
            change(&state)
            guard state.missing == 0, let waiter = state.waiter else { return (nil, []) }
            state.waiter = nil
            defer { state.replies = [] }
            return (waiter, state.replies.compactMap { $0 })
        }
        waiter?.resume(returning: replies)
    }
}
