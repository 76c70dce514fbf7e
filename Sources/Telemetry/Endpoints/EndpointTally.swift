/// How one endpoint is doing: how often it answered with which status, and how long that took.
///
/// Raised on every request by any thread without a lock and without an allocation: one look for the status, two
/// additions.
package final class EndpointTally: Sendable {
    /// Statuses told apart; further ones are counted together as 0.
    package static let statusesMax = 8

    package struct Times: Hashable, Sendable {
        package let status: Int
        package let tally: DurationTally
    }

    package let method: String
    /// The route's template, never a path that a client wrote.
    package let route: String
    private let statuses = AtomicCounts(count: statusesMax)
    /// For each status its buckets and, last, the sum of nanoseconds.
    private let cells = AtomicCounts(count: (statusesMax + 1) * width)

    private static let width = DurationBounds.fineCount + 1

    package init(method: String, route: String) {
        self.method = method
        self.route = route
    }

    package var name: String { "\(method) \(route)" }

    package func record(status: Int, _ sample: DurationSample) {
        var slot = 0
        while slot < Self.statusesMax, !statuses.claim(status, at: slot) { slot += 1 }
        cells.add(at: slot * Self.width + sample.bucket)
        cells.add(sample.nanoseconds, at: slot * Self.width + DurationBounds.fineCount)
    }

    /// Since the process began.
    package var times: [Times] {
        // Most endpoints of most processes were never asked, and the first status goes into the first place.
        guard statuses.value(at: 0) != 0 else { return [] }
        let (statuses, cells) = (statuses.values + [0], cells.values)
        return statuses.enumerated().compactMap { slot, status in
            let start = slot * Self.width
            let tally = DurationTally(
                nanoseconds: cells[start + DurationBounds.fineCount],
                counts: Array(cells[start..<start + DurationBounds.fineCount]))
            return tally.count == 0 ? nil : Times(status: status, tally: tally)
        }
    }
}
