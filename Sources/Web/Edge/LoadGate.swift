import Synchronization
import Vocabulary

/// Refuses work early when there is too much of it: a fast 503 is worth more than a slow one.
package final class LoadGate: Sendable {
    package let inFlightMax: Int
    private let inFlight = Atomic<Int>(0)

    package init(inFlightMax: Int) { self.inFlightMax = inFlightMax }

    package var current: Int { inFlight.load(ordering: .relaxed) }

    /// Throws `server.overload`; who is let in leaves again by `leave`.
    func enter() throws(Problem) {
        if inFlight.wrappingAdd(1, ordering: .relaxed).newValue > inFlightMax {
            leave()
            throw .overload
        }
    }

    func leave() { inFlight.wrappingSubtract(1, ordering: .relaxed) }
}
