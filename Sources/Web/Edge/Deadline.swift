import Vocabulary

/// Ends work that takes longer than anyone waits for it. Cancelling reaches the database, whose
/// client cancels the statement there.
enum Deadline {
    /// Throws `server.timed_out`, or what `work` throws.
    static func run<Result: Sendable>(
        seconds: Int?, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        guard let seconds else { return try await work() }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard case .some(.some(let result)) = try await group.next() else { throw Problem.timedOut }
            return result
        }
    }
}
