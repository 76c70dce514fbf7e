import HTTPTypes
import Localization
import Postgres
import Vocabulary
import Web

/// Which statements of the database are slow, of all that are known.
struct DeskQueries: Sendable {
    let parts: DeskParts

    static let url = "/desk/statistics/queries"
    private static let days = 7
    /// Characters of a statement in a table; the file has all of it.
    private static let statementShown = 240

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.url), .operate(.statistics), "The database's statements, slowest first",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .statistics))
            }
        ]
    }

    private func list(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let together = try await parts.statistics.callsTogether(days: Self.days)
        let told =
            together == 0
            ? []
            : [
                words(
                    "desk.statistics.queries_left_out",
                    ["max": .number(StatementStatistics.fingerprintsMax), "calls": .number(together)])
            ]
        return try await sitting.show(
            table(sitting), counted: input, lead: words("desk.statistics.queries_lead", ["days": .number(Self.days)]),
            told: told, before: [DeskStatistics.links(Self.url, sitting)],
            fields: [
                sitting.searchField(input, hint: words("desk.statistics.search_statement")),
                sitting.wordField(
                    "kind", words("desk.column.kind"), StatementKind.allCases.map(\.rawValue), chosen: input.kind),
            ],
            read: { [statistics = parts.statistics] order, offset, limit in
                try await statistics.statements(
                    SumPage(order, else: .slow, search: input.search, offset: offset, limit: limit), kind: input.kind,
                    days: Self.days)
            })
    }

    private func table(_ sitting: Sitting) -> ItemList<StatisticsReport.Statement> {
        let words = sitting.words
        func count(
            _ order: StatisticsReport.StatementOrder, _ word: String,
            _ value: @escaping @Sendable (StatisticsReport.Statement) -> Int
        ) -> ItemList<StatisticsReport.Statement>.Column {
            .number(order.rawValue, words("desk.column.\(word)"), sitting) { value($0) }
        }
        return ItemList(
            words: words, path: Self.url, file: "queries", caption: words("desk.statistics.queries"),
            empty: words("desk.statistics.empty"),
            natural: ListOrder(StatisticsReport.StatementOrder.slow.rawValue, .down),
            columns: [
                .init(key: "statement", label: words("desk.column.statement"), isOrdered: false) {
                    ListValue($0.text)
                } cell: {
                    .code(String($0.text.prefix(Self.statementShown)))
                },
                count(.calls, "calls") { $0.calls }, count(.slow, "slow") { $0.slow },
                count(.errors, "failed") { $0.errors }, sitting.milliseconds("mean") { $0.meanSeconds },
                sitting.milliseconds("longest") { Double($0.longestNanoseconds) / 1e9 },
                sitting.milliseconds("total") { Double($0.nanoseconds) / 1e9 },
            ])
    }
}
