import Foundation
import Postgres
import Telemetry
import Vocabulary
import Web

/// Durations as an answer tells them: in milliseconds, with the shares of fast and slow.
struct TimesAnswer {
    static let properties: [Schema.Property] = [
        .init("requests", .count), .init("mean_ms", .number), .init("p50_ms", .number), .init("p95_ms", .number),
        .init("p99_ms", .number), .init("fast_share", .number), .init("slow_share", .number),
        .init(
            "buckets",
            .array(.object(nil, [.init("up_to_ms", .nullable(.number)), .init("requests", .count)], closed: true))),
    ]

    private static let nanosecondsPerMillisecond = 1_000_000

    let tally: DurationTally
    let thresholds: StatisticsFeature.Thresholds

    func write(in json: inout JSONWriter) {
        let count = tally.count
        json.member("requests", count)
        json.member("mean_ms", Self.milliseconds(tally.meanSeconds ?? 0))
        for (name, share) in [("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99)] {
            json.member(name, Self.milliseconds(tally.percentile(share) ?? 0))
        }
        let fast = tally.count(upTo: thresholds.fastMilliseconds * Self.nanosecondsPerMillisecond)
        let slow = count - tally.count(upTo: thresholds.slowMilliseconds * Self.nanosecondsPerMillisecond)
        json.member("fast_share", count == 0 ? 0 : Self.rounded(Double(fast) / Double(count), 10_000))
        json.member("slow_share", count == 0 ? 0 : Self.rounded(Double(slow) / Double(count), 10_000))
        let coarse = tally.coarse
        json.member(
            "buckets",
            array: { json in
                for (index, count) in coarse.counts.enumerated() {
                    json.object {
                        $0.member(
                            "up_to_ms",
                            index < coarse.bounds.count ? Self.milliseconds(Double(coarse.bounds[index]) / 1e9) : nil)
                        $0.member("requests", count)
                    }
                }
            })
    }

    /// Microseconds are as much as a bucket tells.
    static func milliseconds(_ seconds: Double) -> Double { rounded(seconds * 1_000, 1_000) }

    private static func rounded(_ value: Double, _ parts: Double) -> Double { (value * parts).rounded() / parts }
}

struct EndpointAnswer: JSONWritable {
    static let schema = Schema.object(
        "EndpointStatistics", [.init("endpoint", .text), .init("statuses", .map(.count))] + TimesAnswer.properties,
        closed: true)

    let endpoint: StatisticsReport.Endpoint
    let thresholds: StatisticsFeature.Thresholds

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("endpoint", endpoint.name)
            json.member(
                "statuses",
                object: { json in
                    for (status, count) in endpoint.statuses { json.member(status == 0 ? "other" : "\(status)", count) }
                })
            TimesAnswer(tally: endpoint.tally, thresholds: thresholds).write(in: &json)
        }
    }
}

struct StatementAnswer: JSONWritable {
    static let schema = Schema.object(
        "StatementStatistics",
        [
            .init("fingerprint", .text), .init("kind", .text), .init("statement", .text), .init("calls", .count),
            .init("errors", .count), .init("slow", .count), .init("mean_ms", .number), .init("max_ms", .number),
            .init("total_ms", .number),
        ], closed: true)

    let statement: StatisticsReport.Statement

    init(_ statement: StatisticsReport.Statement) { self.statement = statement }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("fingerprint", statement.fingerprint)
            $0.member("kind", statement.kind)
            $0.member("statement", statement.text)
            $0.member("calls", statement.calls)
            $0.member("errors", statement.errors)
            $0.member("slow", statement.slow)
            let seconds = Double(statement.nanoseconds) / 1e9
            $0.member("mean_ms", TimesAnswer.milliseconds(seconds / Double(max(1, statement.calls))))
            $0.member("max_ms", TimesAnswer.milliseconds(Double(statement.longestNanoseconds) / 1e9))
            $0.member("total_ms", TimesAnswer.milliseconds(seconds))
        }
    }
}

struct FailureAnswer: JSONWritable {
    static let schema = Schema.object(
        "ErrorGroup",
        [
            .init("type", .text), .init("endpoint", .text), .init("count", .count), .init("first_seen", .instant),
            .init("last_seen", .instant), .init("samples", .array(.any)),
        ], closed: true)

    let failure: StatisticsReport.Failure

    init(_ failure: StatisticsReport.Failure) { self.failure = failure }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("type", failure.type)
            $0.member("endpoint", failure.endpoint)
            $0.member("count", failure.count)
            $0.member("first_seen", failure.firstSeen)
            $0.member("last_seen", failure.lastSeen)
            $0.member("samples", StoredJSON(failure.samples))
        }
    }
}
