import Localization
import Telemetry
import Vocabulary
import Web

/// How one site does, day by day, as a list of either console: an operator sees any partner's, its staff its own.
struct TenantDaysList<Seat: Reader>: Sendable {
    typealias Day = (day: CalendarDate, times: StatisticsReport.TenantTimes)

    let reader: Seat
    let path: String
    let thresholds: StatisticsFeature.Thresholds

    func answer(
        _ days: [Day], _ input: DaysListInput, title: String, trail: [Link] = [], before: [Block] = []
    ) async throws -> Answer {
        let words = reader.words
        let sums = days.map(\.times.tally)
        let whole = sums.dropFirst().reduce(sums.first) { sum, next in sum.map { $0 + next } }
        let (times, buckets) = (
            TimeColumns(reader: reader, thresholds: thresholds), DurationBuckets(reader: reader, thresholds: thresholds)
        )
        let facts: [Block] = whole.map { [.facts(title: words("desk.days.whole"), times.facts($0))] } ?? []
        return try await reader.show(
            list(times), of: days.map { Line(day: $0.day, times: $0.times) }, input.look, title: title,
            lead: lead, trail: trail, before: before + facts, fields: [DaysListInput.field(input, reader)],
            after: whole.map { [.table(buckets.table($0))] } ?? [])
    }

    private var lead: String {
        reader.words(
            "desk.days.lead",
            [
                "fast": .number(thresholds.fastMilliseconds), "slow": .number(thresholds.slowMilliseconds),
                "kept": .number(StatisticsStore.tenantDaysKept),
            ])
    }

    private struct Line: Sendable {
        let day: CalendarDate
        let times: StatisticsReport.TenantTimes
    }

    private func list(_ times: TimeColumns<Seat>) -> ItemList<Line> {
        let (reader, words) = (reader, reader.words)
        func answers(_ hundred: Int) -> ItemList<Line>.Column {
            .number("answers_\(hundred)xx", words("desk.days.answers_\(hundred)xx"), reader) {
                $0.times.classes[hundred]
            }
        }
        return ItemList(
            words: words, path: path, file: "requests", caption: words("desk.days.caption"),
            empty: words("desk.statistics.empty"), natural: ListOrder("day", .down),
            columns: [
                .init(key: "day", label: words("desk.days.day")) {
                    ListValue($0.day.description)
                } cell: {
                    Cell(words.formats.date($0.day))
                }
            ] + times.columns { $0.times.tally } + [2, 3, 4, 5].map(answers))
    }
}

/// How far a list of days looks back.
struct DaysListInput: Input {
    let look: ListInput
    let days: Int

    static let form = Form<DaysListInput>(
        DaysInput.field, ListFields.sort, ListFields.order, ListFields.page, ListFields.format
    ) { DaysListInput(days: $0, $1, $2, $3, $4) }

    init(days: Int, _ sort: String?, _ order: ListInput.Order, _ page: Int, _ format: ListInput.Format) {
        self.days = days
        look = ListInput(
            sort: sort, order: order, page: page, format: format,
            others: [("days", days == DaysInput.usual ? nil : String(days))])
    }

    static func field(_ input: DaysListInput, _ reader: some Reader) -> FormField {
        let usual = [7, 30, StatisticsStore.tenantDaysKept]
        let all = usual.contains(input.days) ? usual : (usual + [input.days]).sorted()
        return .choice(
            "days", reader.words("desk.statistics.period"),
            all.map { ("\($0)", period($0, reader.words)) }, chosen: "\(input.days)")
    }

    static func period(_ days: Int, _ words: Translator) -> String {
        words("desk.statistics.days", ["days": .number(days)])
    }
}
