package import Foundation
import Synchronization
package import Vocabulary

/// A time of day that only the test moves.
package final class ManualClock: Sendable {
    private let current: Mutex<Date>

    /// Starts at `instant`: 2026-06-01T12:00:00Z unless told otherwise.
    package init(_ instant: Date = Date(timeIntervalSince1970: 1_780_315_200)) {
        current = Mutex(instant)
    }

    package var now: Date { current.withLock { $0 } }

    package func set(_ instant: Date) { current.withLock { $0 = instant } }

    package func advance(bySeconds seconds: Double) { current.withLock { $0 += seconds } }

    /// What code under test takes.
    package var wallClock: WallClock { WallClock { self.now } }
}
