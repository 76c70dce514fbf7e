import Foundation
import Metrics
import Synchronization
package import Vocabulary
import Web

/// Hashes passwords away from the event loops, one at most for each core: many log-ins at once wait in line and
/// leave the rest of the process its time.
package final class PasswordHasher: Sendable {
    /// More in line than this would be answered after their callers have gone.
    package static let waitingMax = 200

    private let queue: OperationQueue
    private let secrets: SecretSource
    private let cost: PasswordHash.Cost
    private let waiting = Atomic<Int>(0)
    /// Compared with where there is no account, so that both take the same time.
    private let nobodys: PasswordHash

    package init(
        secrets: SecretSource, cost: PasswordHash.Cost = .present,
        cores: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws {
        self.secrets = secrets
        self.cost = cost
        queue = OperationQueue()
        queue.name = "passwords"
        queue.maxConcurrentOperationCount = max(1, cores)
        let salt = secrets.bytes(PasswordHash.saltBytes)
        nobodys = try PasswordHash(
            secrets.bytes(PasswordHash.digestBytes).map { String($0) }.joined(), salt: salt, cost: cost)
    }

    /// Throws `overload` when too many wait already.
    package func hash(_ password: String) async throws -> PasswordHash {
        let salt = secrets.bytes(PasswordHash.saltBytes)
        return try await run { [cost] in try PasswordHash(password, salt: salt, cost: cost) }
    }

    /// Made at another cost than new ones are: to be made anew when the password is next shown.
    func isOutdated(_ hash: PasswordHash) -> Bool { hash.cost != cost }

    /// As slow without a hash as with one. Throws `overload`.
    package func matches(_ password: String, _ hash: PasswordHash?) async throws -> Bool {
        let compared = hash ?? nobodys
        let isEqual = try await run { try compared.matches(password) }
        return isEqual && hash != nil
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        guard waiting.wrappingAdd(1, ordering: .relaxed).newValue <= Self.waitingMax else {
            waiting.wrappingSubtract(1, ordering: .relaxed)
            Self.turnedAway.increment()
            throw Problem.overload
        }
        defer { waiting.wrappingSubtract(1, ordering: .relaxed) }
        let begun = ContinuousClock.now
        defer { Self.durations.recordNanoseconds((ContinuousClock.now - begun).nanoseconds) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try work() }) }
        }
    }

    private static let turnedAway = Counter(label: "identity_passwords_turned_away")
    private static let durations = Timer(label: "identity_password_hash_seconds")
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
