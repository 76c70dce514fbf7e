import HTTPTypes
import Localization
import Telemetry
import Vocabulary
import Web

/// How fast the platform answers, which statements are slow, who asks the most.
struct DeskStatistics: Sendable {
    let parts: DeskParts

    static let queries = "/desk/statistics/queries"
    static let tenants = "/desk/statistics/tenants"
    private static let hours = 24
    private static let days = 7
    private static let rowsMax = 1_000

    var routes: [Route] {
        [
            Route(
                .get, "/desk/statistics", .operate(.statistics), "How often and how fast each endpoint answered",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await endpoints(input, Sitting(context, parts, at: .statistics))
            },
            Route(
                .get, PathTemplate(Self.queries), .operate(.statistics), "The database's statements, slowest first",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await statements(input, Sitting(context, parts, at: .statistics))
            },
            Route(
                .get, PathTemplate(Self.tenants), .operate(.statistics), "The partners with the most requests",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await shares(input, Sitting(context, parts, at: .statistics))
            },
        ]
    }

    private func links(_ here: String, _ sitting: Sitting) -> Block {
        let words = sitting.words
        return .links(
            title: nil,
            [
                Link(
                    words("desk.statistics.endpoints"), DeskPart.statistics.url,
                    current: here == DeskPart.statistics.url),
                Link(words("desk.statistics.queries"), Self.queries, current: here == Self.queries),
                Link(words("desk.statistics.tenants"), Self.tenants, current: here == Self.tenants),
            ])
    }

    private func show<Item>(
        _ list: ItemList<Item>, _ items: [Item], _ lead: String, _ input: ListInput, _ sitting: Sitting
    ) async throws -> Answer {
        try await sitting.show(
            list, of: items, input, lead: lead, before: [links(list.path, sitting)],
            fields: [sitting.searchField(input, hint: sitting.words("desk.statistics.search"))])
    }

    private func endpoints(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let found = try await parts.statistics.endpoints(hours: Self.hours).filter { input.finds($0.name) }
        let list = ItemList<StatisticsReport.Endpoint>(
            words: words, path: DeskPart.statistics.url, file: "endpoints", caption: words("desk.statistics.endpoints"),
            empty: words("desk.statistics.empty"),
            columns: [
                .code("endpoint", words("desk.column.endpoint")) { $0.name },
                .code("statuses", words("desk.column.statuses"), isOrdered: false) {
                    $0.statuses.map { "\($0.status): \($0.count)" }.joined(separator: ", ")
                },
            ] + TimeColumns(sitting: sitting, thresholds: parts.thresholds).columns { $0.tally })
        let lead = words(
            "desk.statistics.endpoints_lead",
            [
                "hours": .number(Self.hours), "fast": .number(parts.thresholds.fastMilliseconds),
                "slow": .number(parts.thresholds.slowMilliseconds),
            ])
        return try await show(list, found, lead, input, sitting)
    }

    private func shares(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let found = try await parts.statistics.tenants(days: Self.days, limit: Self.rowsMax)
            .top.filter { input.finds($0.slug ?? "") }
        let list = ItemList<StatisticsReport.TenantTimes>(
            words: words, path: Self.tenants, file: "tenant-requests", caption: words("desk.statistics.tenants"),
            empty: words("desk.statistics.empty"),
            columns: [
                .init(key: "tenant", label: words("desk.column.tenant")) {
                    ListValue($0.slug)
                } cell: { times in
                    .code(times.slug, url: times.slug.map { "\(DeskPart.tenants.url)/\($0)" })
                },
                .number("failed", words("desk.column.failed"), sitting) { $0.classes.last },
            ] + TimeColumns(sitting: sitting, thresholds: parts.thresholds).columns { $0.tally })
        return try await show(
            list, found, words("desk.statistics.tenants_lead", ["days": .number(Self.days)]), input, sitting)
    }

    private func statements(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let found = try await parts.statistics.statements(days: Self.days, by: .slow, limit: Self.rowsMax)
            .filter { input.finds($0.text) }
        func count(
            _ key: String, _ value: @escaping @Sendable (StatisticsReport.Statement) -> Int
        ) -> ItemList<StatisticsReport.Statement>.Column {
            .number(key, words("desk.column.\(key)"), sitting) { value($0) }
        }
        let list = ItemList<StatisticsReport.Statement>(
            words: words, path: Self.queries, file: "queries", caption: words("desk.statistics.queries"),
            empty: words("desk.statistics.empty"),
            columns: [
                .init(key: "statement", label: words("desk.column.statement"), isOrdered: false) {
                    ListValue($0.text)
                } cell: {
                    .code(String($0.text.prefix(Self.statementShown)))
                },
                count("calls") { $0.calls }, count("slow") { $0.slow }, count("failed") { $0.errors },
                sitting.milliseconds("mean") { Double($0.nanoseconds) / 1e9 / Double(max(1, $0.calls)) },
                sitting.milliseconds("longest") { Double($0.longestNanoseconds) / 1e9 },
            ])
        return try await show(
            list, found, words("desk.statistics.queries_lead", ["days": .number(Self.days)]), input, sitting)
    }

    /// Characters of a statement in a table; the file has all of it.
    private static let statementShown = 240
}

/// The columns that every table of durations has: mean, median, the slow end, shares of fast and slow.
struct TimeColumns: Sendable {
    let sitting: Sitting
    let thresholds: StatisticsFeature.Thresholds

    func columns<Item>(_ tally: @escaping @Sendable (Item) -> DurationTally) -> [ItemList<Item>.Column] {
        let (sitting, thresholds) = (sitting, thresholds)
        let nanoseconds = 1_000_000
        func share(
            _ key: String, _ count: @escaping @Sendable (DurationTally) -> Int
        ) -> ItemList<Item>.Column {
            let points: @Sendable (Item) -> Int = { item in
                let all = tally(item)
                return all.count == 0 ? 0 : count(all) * 10_000 / all.count
            }
            return .init(key: key, label: sitting.words("desk.column.\(key)"), isNumber: true) {
                .number(Double(points($0)) / 10_000)
            } cell: {
                Cell(sitting.words.formats.percent(basisPoints: points($0)))
            }
        }
        return [
            .init(key: "requests", label: sitting.words("desk.column.requests"), isNumber: true) {
                ListValue(tally($0).count)
            } cell: {
                sitting.number(tally($0).count)
            },
            sitting.milliseconds("mean") { tally($0).meanSeconds ?? 0 },
            sitting.milliseconds("median") { tally($0).percentile(0.5) ?? 0 },
            sitting.milliseconds("p95") { tally($0).percentile(0.95) ?? 0 },
            sitting.milliseconds("p99") { tally($0).percentile(0.99) ?? 0 },
            share("fast_share") { $0.count(upTo: thresholds.fastMilliseconds * nanoseconds) },
            share("slow_share") { $0.count - $0.count(upTo: thresholds.slowMilliseconds * nanoseconds) },
        ]
    }
}

extension Sitting {
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
}
