import Metrics
import Synchronization
import Vocabulary

/// In which order requests are refused when there are too many of them.
package enum Urgency: String, Sendable, CaseIterable {
    /// Answered out of memory: costs next to nothing, and tells a client how the site is.
    case first
    case usual
    /// Much work at once that can be asked again later: batches, exports.
    case last
}

/// Refuses work early when there is too much of it: a fast 503 is worth more than a slow one. Heavy work is
/// refused first and cheap reads last, so that a crowded site is slower to search but still there; probes do
/// not pass here at all.
package final class LoadGate: Sendable {
    package static let counterName = "http_server_shed"
    /// Of all places, the hundredths that those of an urgency may take.
    package static let shares: [Urgency: Int] = [.first: 100, .usual: 90, .last: 50]

    package let inFlightMax: Int
    private let usualMax: Int
    private let lastMax: Int
    private let inFlight = Atomic<Int>(0)

    package init(inFlightMax: Int) {
        self.inFlightMax = inFlightMax
        usualMax = inFlightMax * (Self.shares[.usual] ?? 100) / 100
        lastMax = inFlightMax * (Self.shares[.last] ?? 100) / 100
    }

    package var current: Int { inFlight.load(ordering: .relaxed) }

    /// Throws `overload`; who is let in leaves again by `leave`.
    func enter(_ urgency: Urgency) throws(Problem) {
        let now = inFlight.wrappingAdd(1, ordering: .relaxed).newValue
        if now > limit(urgency) {
            leave()
            Counter(label: Self.counterName, dimensions: [("urgency", urgency.rawValue)]).increment()
            throw .overload
        }
    }

    func leave() { inFlight.wrappingSubtract(1, ordering: .relaxed) }

    private func limit(_ urgency: Urgency) -> Int {
        switch urgency {
        case .first: inFlightMax
        case .usual: usualMax
        case .last: lastMax
        }
    }
}
