import Localization
import Telemetry
import Web

/// The columns that every table of durations has: mean, median, the slow end, shares of fast and slow.
struct TimeColumns<Seat: Reader>: Sendable {
    let reader: Seat
    let thresholds: StatisticsFeature.Thresholds

    static var nanosecondsPerMillisecond: Int { 1_000_000 }

    func columns<Item>(_ tally: @escaping @Sendable (Item) -> DurationTally) -> [ItemList<Item>.Column] {
        [
            .number("requests", reader.words("desk.column.requests"), reader) { tally($0).count },
            reader.milliseconds("mean") { tally($0).meanSeconds ?? 0 },
            reader.milliseconds("median") { tally($0).percentile(0.5) ?? 0 },
            reader.milliseconds("p95") { tally($0).percentile(0.95) ?? 0 },
            reader.milliseconds("p99") { tally($0).percentile(0.99) ?? 0 },
            reader.share("fast_share") { fast(tally($0)) },
            reader.share("slow_share") { slow(tally($0)) },
        ]
    }

    /// The same of one count alone.
    func facts(_ tally: DurationTally) -> [Fact] {
        columns { (tally: DurationTally) in tally }.map { Fact($0.label, $0.cell(tally)) }
    }

    @Sendable private func fast(_ tally: DurationTally) -> Int {
        Self.basisPoints(tally.count(upTo: thresholds.fastMilliseconds * Self.nanosecondsPerMillisecond), of: tally)
    }

    @Sendable private func slow(_ tally: DurationTally) -> Int {
        let others = tally.count(upTo: thresholds.slowMilliseconds * Self.nanosecondsPerMillisecond)
        return Self.basisPoints(tally.count - others, of: tally)
    }

    private static func basisPoints(_ count: Int, of tally: DurationTally) -> Int {
        tally.count == 0 ? 0 : count * 10_000 / tally.count
    }
}

extension Reader {
    /// A duration to a tenth of a millisecond: a bucket tells no more.
    func milliseconds<Item>(
        _ key: String, _ seconds: @escaping @Sendable (Item) -> Double
    ) -> ItemList<Item>.Column {
        let rounded: @Sendable (Item) -> Double = { (seconds($0) * 10_000).rounded() / 10 }
        return .init(key: key, label: words("desk.column.\(key)"), isNumber: true) {
            .number(rounded($0))
        } cell: { [words] in
            Cell(words.formats.number(rounded($0)))
        }
    }

    /// - Parameter points: hundredths of a percent.
    func share<Item>(_ key: String, _ points: @escaping @Sendable (Item) -> Int) -> ItemList<Item>.Column {
        .init(key: key, label: words("desk.column.\(key)"), isNumber: true) {
            .number(Double(points($0)) / 10_000)
        } cell: { [words] in
            Cell(words.formats.percent(basisPoints: points($0)))
        }
    }
}
