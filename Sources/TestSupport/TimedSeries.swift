import Foundation

/// How long the same took for an address that has an account and for one that has none, in milliseconds.
package struct TimedSeries: Sendable, CustomStringConvertible {
    package private(set) var there: [Double] = []
    package private(set) var nobody: [Double] = []

    package init() {}

    /// One for each, whichever comes first in its turn: that one is a little slower.
    package mutating func add(
        round: Int, _ ask: (_ isThere: Bool) async throws -> Void
    ) async rethrows {
        for isThere in round.isMultiple(of: 2) ? [true, false] : [false, true] {
            let begun = ContinuousClock.now
            try await ask(isThere)
            let took = (ContinuousClock.now - begun) / .milliseconds(1)
            if isThere { there.append(took) } else { nobody.append(took) }
        }
    }

    package mutating func add(_ other: TimedSeries) {
        there += other.there
        nobody += other.nobody
    }

    package var isEven: Bool {
        let (one, other) = medians
        return abs(one - other) / other < 0.05 && (0.45...0.55).contains(area)
    }

    private var medians: (there: Double, nobody: Double) {
        (there.sorted()[there.count / 2], nobody.sorted()[nobody.count / 2])
    }

    /// The chance that one of the first takes longer than one of the second (Mann and Whitney's U over n m).
    private var area: Double {
        var wins = 0.0
        for one in there { for other in nobody { wins += one > other ? 1 : one == other ? 0.5 : 0 } }
        return wins / Double(there.count * nobody.count)
    }

    package var description: String {
        let (one, other) = medians
        return String(
            format: "medians %.2f and %.2f ms, area %.3f, %d tries each", one, other, area, there.count)
    }
}
