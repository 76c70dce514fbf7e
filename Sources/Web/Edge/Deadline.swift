import Vocabulary

/// Ends work that takes longer than anyone waits for it. Cancelling reaches the database, whose
/// client cancels the statement there.
enum Deadline {
    /// Throws `server.timed_out` after telling `passed`, or what `work` throws.
    static func run<Result: Sendable>(
        _ limit: Duration, passed: @Sendable () -> Void = {}, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard case .some(.some(let result)) = try await group.next() else {
                passed()
                throw Problem.timedOut
            }
            return result
        }
    }
}
