import Localization
import Reports
import Tenancy
import Vocabulary
import Web

/// How a report looks on the console.
struct ReportSight: Sendable {
    let seat: Seat
    let kind: ReportKind

    init(_ seat: Seat, _ kind: ReportKind) {
        self.seat = seat
        self.kind = kind
    }

    var path: String { "\(ReportPages.path)/\(kind.rawValue)" }
    var title: String { t("\(kind.rawValue).title") }
    var lead: String { t("\(kind.rawValue).lead") }

    private var formats: Formats { seat.words.formats }
    private func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String {
        seat.t("console.reports.\(key)", arguments)
    }

    func answer(_ report: Report, _ input: ReportInput) throws -> Answer {
        let look = ListInput(others: [
            ("from", report.range.from.description), ("until", report.range.until.description),
            ("group", report.range.grouping.rawValue), ("currency", input.filter.currency?.code),
            ("locale", input.filter.locale?.description),
        ])
        let file = look.address(path, ["format": "csv"])
        return try seat.page(
            title, lead: lead, trail: [Link(seat.t("console.way.reports"), ReportPages.path)],
            [seat.filter(path, fields(report.range, input.filter), sort: look)]
                + (report.lines.isEmpty ? [nothing(report)] : figures(report, file)))
    }

    private func fields(_ range: ReportRange, _ filter: ReportFilter) -> [FormField] {
        let definition = seat.context.profile.definition
        return [
            seat.dayField("from", seat.t("console.audit.from"), range.from.description),
            seat.dayField("until", seat.t("console.audit.until"), range.until.description),
            .choice(
                "group", t("group"), ReportRange.Grouping.allCases.map { ($0.rawValue, t("by_\($0.rawValue)")) },
                chosen: range.grouping.rawValue),
            seat.choiceField(
                "currency", t("currency"),
                definition.currencies.charge.map { ($0.code, formats.displayName(of: $0)) },
                chosen: filter.currency?.code),
            seat.choiceField(
                "locale", t("locale"), definition.locales.map { ($0.description, formats.displayName(of: $0)) },
                chosen: filter.locale?.description),
        ]
    }

    /// What to do where nothing happened.
    private func nothing(_ report: Report) -> Block {
        let year = report.range.until.adding(days: 1 - ReportRange.daysMax)
        return .table(
            Table(
                caption: title, columns: [], rows: [], empty: t("nothing"),
                emptyLink: Link(
                    t("last_year"), "\(path)?from=\(year)&until=\(report.range.until)&group=month")))
    }

    private func figures(_ report: Report, _ file: String) -> [Block] {
        let byPeriod =
            kind.isMoney
            ? report.currencies.flatMap { periods(report, in: $0) } : periods(report, in: nil)
        return byPeriod + [.table(currencies(report)), .table(locales(report, file))]
    }

    /// The drawing and the table of what it is drawn from.
    private func periods(_ report: Report, in currency: CurrencyCode?) -> [Block] {
        let rows = report.periods(in: currency)
        let caption = currency.map { "\(title) · \(formats.displayName(of: $0))" } ?? title
        let table = table(
            caption, [t("period")], rows.map { ([Cell(name($0.period, report.range))], $0.values) }, currency)
        guard kind != .funnel else { return [.chart(steps(report)), .table(stepTable(report)), .table(table)] }
        let drawn = kind.measures.indices.filter { kind.measures[$0].isDrawn }
        let chart = BarChart(
            drawn.map { index in rows.map { $0.values[index] } }, kind == .refunds ? .stacked : .beside,
            isMirrored: seat.words.direction == .rightToLeft)
        return [
            .chart(
                ReportChart(
                    id: "chart-\(currency?.code.lowercased() ?? "all")", title: caption, text: text(report),
                    legend: drawn.map { label(kind.measures[$0]) },
                    groups: rows.map { formats.date($0.period.from, .short) }, chart,
                    mark: { mark($0, currency) })),
            .table(table),
        ]
    }

    /// The funnel is drawn step by step: how much of it is left at each.
    private func steps(_ report: Report) -> ReportChart {
        let drawn = kind.measures.indices.filter { kind.measures[$0].isDrawn }
        let chart = BarChart(
            [drawn.map { report.total[$0] }], .beside, isMirrored: seat.words.direction == .rightToLeft)
        return ReportChart(
            id: "chart-steps", title: t("steps"), text: text(report), legend: [],
            groups: drawn.map { label(kind.measures[$0]) }, chart, mark: { mark($0, nil) })
    }

    private func stepTable(_ report: Report) -> Table {
        let steps = zip(kind.measures, report.total).filter(\.0.isDrawn)
        var rows: [[Cell]] = []
        for (index, step) in steps.enumerated() {
            rows.append([
                Cell(label(step.0)), seat.number(step.1),
                index == 0 ? .none : share(step.1, of: steps[index - 1].1), share(step.1, of: steps[0].1),
            ])
        }
        var table = Table(caption: t("steps"), [t("step"), t("count"), t("of_before"), t("of_first")], rows)
        for index in 1...3 { table.columns[index].isNumber = true }
        return table
    }

    private func share(_ part: Int, of whole: Int) -> Cell {
        whole == 0 ? .none : Cell(formats.percent(basisPoints: part * 10_000 / whole))
    }

    private func currencies(_ report: Report) -> Table {
        table(
            t("by_currency"), [t("currency")],
            report.currencies.map { ([Cell(formats.displayName(of: $0))], report.total(in: $0), $0) })
    }

    private func locales(_ report: Report, _ file: String) -> Table {
        let rows = report.locales.flatMap { locale in
            report.currencies.map { currency in
                (
                    [
                        Cell(locale.map { formats.displayName(of: $0) } ?? t("no_locale")),
                        Cell(formats.displayName(of: currency)),
                    ], report.total(of: locale, in: currency), currency
                )
            }
        }
        var table = table(
            t("by_locale"), [t("locale"), t("currency")], rows.filter { $0.1.contains { $0 != 0 } })
        table.export = file
        return table
    }

    private func table(
        _ caption: String, _ heads: [String], _ rows: [([Cell], [Int])], _ currency: CurrencyCode?
    ) -> Table {
        table(caption, heads, rows.map { ($0.0, $0.1, currency) })
    }

    private func table(_ caption: String, _ heads: [String], _ rows: [([Cell], [Int], CurrencyCode?)]) -> Table {
        var table = Table(caption: caption, heads + kind.measures.map(label), [])
        for index in table.columns.indices.dropFirst(heads.count) { table.columns[index].isNumber = true }
        table.rows = rows.map { cells, values, currency in
            cells + zip(kind.measures, values).map { cell($0, $1, currency) }
        }
        return table
    }

    private func cell(_ measure: ReportKind.Measure, _ value: Int, _ currency: CurrencyCode?) -> Cell {
        guard measure.unit == .money, let currency else { return seat.number(value) }
        return Cell(formats.money(Money(minor: value, currency)))
    }

    private func mark(_ value: Int, _ currency: CurrencyCode?) -> String {
        guard kind.isMoney, let currency else { return formats.number(value) }
        return formats.money(Money(minor: value, currency))
    }

    private func label(_ measure: ReportKind.Measure) -> String { t("measure.\(measure.name)") }

    private func name(_ period: ReportRange.Period, _ range: ReportRange) -> String {
        range.grouping == .day ? formats.date(period.from) : formats.dateRange(period.from, period.until)
    }

    private func text(_ report: Report) -> String {
        t(
            "chart",
            [
                "days": .text(formats.dateRange(report.range.from, report.range.until)), "zone": .text(report.zone),
            ])
    }
}
