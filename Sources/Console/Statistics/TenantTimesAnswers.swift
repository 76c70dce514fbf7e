import Telemetry
import Vocabulary
import Web

/// A tenant's requests by the hundred of their status.
private struct ClassesAnswer: JSONWritable {
    let classes: [Int]

    func write(to json: inout JSONWriter) {
        json.object { json in
            for (hundred, count) in classes.enumerated() where count > 0 {
                json.member(hundred == 0 ? "other" : "\(hundred)xx", count)
            }
        }
    }
}

struct TenantSharesAnswer: JSONWritable {
    static let schema = Schema.object(
        "TenantShares",
        [
            .init(
                "data",
                .array(
                    .object(
                        "TenantStatistics",
                        [.init("slug", .text), .init("statuses", .map(.count))] + TimesAnswer.properties,
                        closed: true))),
            .init(
                "rest", .object(nil, [.init("tenants", .count), .init("requests", .count)], closed: true)),
            .init(
                "left_out",
                .count.annotated("Requests of those others that found no place in a process' count, or are nobody's.")),
            .init("next_cursor", .nullable(.text)),
        ], closed: true)

    let shares: StatisticsReport.TenantShares
    let page: SumPage<StatisticsReport.ShareOrder>
    let thresholds: StatisticsFeature.Thresholds

    func write(to json: inout JSONWriter) {
        let shown = page.shown(shares.shown)
        json.object { json in
            json.member(
                "data",
                array: { json in
                    for times in shown {
                        json.object { json in
                            json.member("slug", times.slug)
                            json.member("statuses", ClassesAnswer(classes: times.classes))
                            TimesAnswer(tally: times.tally, thresholds: thresholds).write(in: &json)
                        }
                    }
                })
            json.member(
                "rest",
                object: {
                    $0.member("tenants", shares.all - shown.count)
                    $0.member("requests", shares.requests - shown.reduce(0) { $0 + $1.requests })
                })
            json.member("left_out", shares.leftOut)
            json.member("next_cursor", page.next(shares.shown))
        }
    }
}

struct TenantDaysAnswer: JSONWritable {
    static let schema = Schema.object(
        "TenantDays",
        [
            .init(
                "data",
                .array(
                    .object(
                        nil, [.init("day", .date), .init("statuses", .map(.count))] + TimesAnswer.properties,
                        closed: true)))
        ], closed: true)

    let days: [(day: CalendarDate, times: StatisticsReport.TenantTimes)]
    let thresholds: StatisticsFeature.Thresholds

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member(
                "data",
                array: { json in
                    for (day, times) in days {
                        json.object { json in
                            json.member("day", day)
                            json.member("statuses", ClassesAnswer(classes: times.classes))
                            TimesAnswer(tally: times.tally, thresholds: thresholds).write(in: &json)
                        }
                    }
                })
        }
    }
}
