import Synchronization

/// Has the same thing done once for all who ask for it meanwhile.
final class SingleFlight: Sendable {
    private struct Flight {
        let number: UInt64
        let task: Task<any Sendable, any Error>
    }

    private struct State {
        var flights: [String: Flight] = [:]
        var count: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Throws what `work` throws, to all of them. It goes on when the one who began it is cancelled.
    func join<Value: Sendable>(_ name: String, _ work: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        let result = try await flight(name, work).value
        // One name has one type; were it not so, it is done for this caller alone.
        guard let value = result as? Value else { return try await work() }
        return value
    }

    /// Begins it and waits for nothing.
    func begin<Value: Sendable>(_ name: String, _ work: @escaping @Sendable () async throws -> Value) {
        _ = flight(name, work)
    }

    private func flight<Value: Sendable>(
        _ name: String, _ work: @escaping @Sendable () async throws -> Value
    ) -> Task<any Sendable, any Error> {
        state.withLock { state in
            if let flight = state.flights[name] { return flight.task }
            state.count += 1
            let number = state.count
            let task = Task<any Sendable, any Error> {
                defer { self.end(name, number) }
                return try await work()
            }
            state.flights[name] = Flight(number: number, task: task)
            return task
        }
    }

    private func end(_ name: String, _ number: UInt64) {
        state.withLock { state in
            if state.flights[name]?.number == number { state.flights[name] = nil }
        }
    }
}
