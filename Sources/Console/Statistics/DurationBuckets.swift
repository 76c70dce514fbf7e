import Localization
import Telemetry
import Web

/// How many answers took how long, from bucket to bucket: a bar of each, drawn here, beside the words that say the
/// same to whoever does not see it.
struct DurationBuckets<Seat: Reader>: Sendable {
    let reader: Seat
    let thresholds: StatisticsFeature.Thresholds

    struct Bucket: Sendable {
        let place: Int
        /// Nil for whatever took longer than the last bound.
        let upToMilliseconds: Double?
        let requests: Int
        /// Of all, in hundredths of a percent.
        let points: Int
        /// `fast`, `slow`, or neither.
        let pace: String?
    }

    /// Of a thousand: what there is can be seen, however little it is.
    private static var seenMin: Int { 5 }

    func buckets(_ tally: DurationTally) -> [Bucket] {
        let (coarse, all) = (tally.coarse, tally.count)
        return coarse.counts.enumerated().map { place, count in
            let bound = place < coarse.bounds.count ? coarse.bounds[place] : nil
            return Bucket(
                place: place, upToMilliseconds: bound.map { TimesAnswer.milliseconds(Double($0) / 1e9) },
                requests: count, points: all == 0 ? 0 : count * 10_000 / all, pace: pace(bound))
        }
    }

    private func pace(_ bound: Int?) -> String? {
        let unit = TimeColumns<Seat>.nanosecondsPerMillisecond
        guard let bound else { return "slow" }
        if bound <= thresholds.fastMilliseconds * unit { return "fast" }
        return bound > thresholds.slowMilliseconds * unit ? "slow" : nil
    }

    func columns() -> [ItemList<Bucket>.Column] {
        let (reader, words) = (reader, reader.words)
        let last = DurationBounds.coarse.last.map { Double($0) / 1e6 } ?? 0
        return [
            .init(
                key: "up_to_ms", label: words("desk.buckets.up_to"),
                value: { $0.upToMilliseconds.map { .number($0) } ?? .none }, rank: { .number(Double($0.place)) },
                cell: { bucket in
                    Cell(
                        bucket.upToMilliseconds.map { words.formats.number($0) }
                            ?? words("desk.buckets.over", ["limit": .text(words.formats.number(last))]))
                }),
            .number("requests", words("desk.column.requests"), reader) { $0.requests },
            .init(key: "share", label: words("desk.buckets.share")) {
                .number(Double($0.points) / 10_000)
            } cell: {
                .bar(
                    words.formats.percent(basisPoints: $0.points),
                    thousandths: $0.requests == 0 ? 0 : max(Self.seenMin, $0.points / 10))
            },
            .state("pace", words("desk.buckets.pace"), isOrdered: false) {
                $0.pace
            } cell: { bucket in
                bucket.pace.map { Cell(words("desk.column.\($0)_share"), tone: $0 == "fast" ? .good : .warned) }
                    ?? .none
            },
        ]
    }

    /// On a page that lists something else.
    func table(_ tally: DurationTally) -> Table {
        let columns = columns()
        return Table(
            caption: reader.words("desk.buckets.title"),
            columns: columns.map { Table.Column(label: $0.label, isNumber: $0.isNumber) },
            rows: tally.count == 0 ? [] : buckets(tally).map { bucket in columns.map { $0.cell(bucket) } },
            empty: reader.words("desk.statistics.empty"))
    }
}
