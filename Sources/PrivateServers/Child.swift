import Dispatch
import Foundation
import Glibc
import Synchronization

/// A process that we started and shall reap. It knows when it has ended, so that a signal can never
/// reach a stranger who was given its number afterwards.
final class Child: Sendable {
    private struct State {
        var status: Int32?
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
        var nextWaiter = 0
    }

    let pid: pid_t
    private let state = Mutex(State())

    init(_ launch: Launch) throws {
        pid = try launch.spawn()
        Thread.detachNewThread { self.reap() }
    }

    var hasEnded: Bool { state.withLock { $0.status != nil } }

    /// The exit status as a shell tells it (128 + signal for a killed process); nil while it runs.
    var status: Int32? {
        state.withLock { state in
            state.status.map { $0 & 0x7F == 0 ? ($0 >> 8) & 0xFF : 128 + ($0 & 0x7F) }
        }
    }

    /// Sends a signal, unless the process has ended.
    func signal(_ number: Int32) {
        state.withLock { state in
            if state.status == nil { kill(pid, number) }
        }
    }

    /// Waits for the end and says whether it came in time. It ignores task cancellation: servers are
    /// stopped by tasks that are being cancelled themselves.
    func hasEnded(withinSeconds seconds: Int) async -> Bool {
        await withCheckedContinuation { continuation in
            let waiter: Int? = state.withLock { state in
                guard state.status == nil else { return nil }
                state.nextWaiter += 1
                state.waiting[state.nextWaiter] = continuation
                return state.nextWaiter
            }
            guard let waiter else { return continuation.resume(returning: true) }
            DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) {
                self.state.withLock { $0.waiting.removeValue(forKey: waiter) }?.resume(returning: false)
            }
        }
    }

    private func reap() {
        // The zombie is left in place until the lock is held: its number cannot be given away before.
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
        let waiting = state.withLock { state in
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            state.status = status
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for continuation in waiting { continuation.resume(returning: true) }
    }
}
