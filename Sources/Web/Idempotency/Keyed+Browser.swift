package import Tenancy
import Vocabulary

extension Keyed {
    /// A press that comes twice waits for the answer of the first instead of being turned away.
    ///
    /// Throws what `once` throws.
    package func onceForBrowser(
        _ effect: @Sendable (TenantTransaction) async throws -> Answer
    ) async throws -> Answer {
        for _ in 0..<Patience.attempts {
            do {
                return try await once(effect)
            } catch let problem as Problem where problem == .idempotencyInFlight {
                try await Task.sleep(for: .milliseconds(Patience.milliseconds))
            }
        }
        return try await once(effect)
    }
}

/// How long a second press waits for the first: three seconds, after which a reader wants to be told.
private enum Patience {
    static let attempts = 20
    static let milliseconds = 150
}
