package import Foundation
import Synchronization
package import Vocabulary

/// Identifiers that a test can foresee: version 7, one millisecond apart, random parts from a seed.
package final class SeededIdentifiers: Sendable {
    private struct State {
        var generator: SeededGenerator
        var milliseconds: UInt64
    }

    private let state: Mutex<State>

    package init(seed: UInt64 = 1, from instant: Date = Date(timeIntervalSince1970: 1_780_315_200)) {
        let milliseconds = UInt64(instant.timeIntervalSince1970 * 1000)
        state = Mutex(State(generator: SeededGenerator(seed: seed), milliseconds: milliseconds))
    }

    package func next() -> UUID {
        state.withLock { state in
            state.milliseconds += 1
            return IdentifierSource.version7(milliseconds: state.milliseconds, using: &state.generator)
        }
    }

    /// What code under test takes.
    package var source: IdentifierSource { IdentifierSource { self.next() } }
}
