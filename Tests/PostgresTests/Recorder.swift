import Synchronization

/// What concurrent tasks did, in the order in which they did it.
final class Recorder: Sendable {
    private let state = Mutex<(entries: [Int], inside: Int, most: Int)>(([], 0, 0))

    var entries: [Int] { state.withLock { $0.entries } }
    var count: Int { entries.count }
    /// The greatest number of tasks that were inside at once.
    var most: Int { state.withLock { $0.most } }

    func record(_ entry: Int) { state.withLock { $0.entries.append(entry) } }

    func enter() {
        state.withLock { state in
            state.inside += 1
            state.most = max(state.most, state.inside)
        }
    }

    func leave() { state.withLock { $0.inside -= 1 } }
}
