package import Logging
import Synchronization

/// Writes one line of a kind a minute, with how many were left unsaid, so that whoever can cause lines cannot
/// drown the others.
package final class DampenedLog: Sendable {
    package static let seconds = 60
    /// Kinds remembered; with more of them all are forgotten.
    package static let kindsMax = 200

    private struct State {
        var saidAt: ContinuousClock.Instant
        var unsaid = 0
    }

    private let kinds = Mutex<[String: State]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant

    package init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) { self.now = now }

    /// Runs `write` with the number of those that it speaks for besides, unless the kind was told just now.
    package func note(_ kind: String, to logger: Logger, _ write: (Logger, _ unsaid: Int) -> Void) {
        let now = now()
        let unsaid = kinds.withLock { kinds -> Int? in
            if let known = kinds[kind], known.saidAt.duration(to: now) < .seconds(Self.seconds) {
                kinds[kind]?.unsaid += 1
                return nil
            }
            let before = kinds[kind]?.unsaid ?? 0
            if kinds.count >= Self.kindsMax { kinds.removeAll() }
            kinds[kind] = State(saidAt: now)
            return before
        }
        if let unsaid { write(logger, unsaid) }
    }
}
