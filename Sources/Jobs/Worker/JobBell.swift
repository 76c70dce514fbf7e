package import Postgres
package import ServiceLifecycle
import Synchronization

/// Rings for the workers of a process when somewhere a job was queued: they need not wait for their next look.
///
/// A notification is a hint and may be lost; looking now and then is the net.
package final class JobBell: Service {
    private struct State {
        var rings = 0
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastNumber = 0
    }

    private let state = Mutex(State())
    private let listener: PostgresListener?

    /// `listener` hears `JobWake.channel`, and is run here; nil where the one who rings is in the process.
    package init(listener: PostgresListener? = nil) { self.listener = listener }

    /// How often it has rung: to be read before one looks, so that no ring between look and wait is missed.
    var rings: Int { state.withLock { $0.rings } }

    func ring() {
        let told = state.withLock { state in
            state.rings += 1
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for waiter in told { waiter.finish() }
    }

    /// Returns when it has rung more often, or when cancelled.
    func rung(after seen: Int) async {
        let (stream, told) = AsyncStream<Void>.makeStream()
        let number = state.withLock { state -> Int? in
            guard state.rings == seen else { return nil }
            state.lastNumber += 1
            state.waiting[state.lastNumber] = told
            return state.lastNumber
        }
        guard let number else { return }
        for await _ in stream {}
        state.withLock { state in _ = state.waiting.removeValue(forKey: number) }
    }

    package func run() async throws {
        guard let listener else { return try await gracefulShutdown() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            // Whatever was queued while nobody heard is looked for as well.
            for await event in listener.events where event != .disconnected { ring() }
            try await group.waitForAll()
        }
    }
}
