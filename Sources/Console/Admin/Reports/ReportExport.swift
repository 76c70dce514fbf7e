import Reports
import Vocabulary
import Web

/// A report as a table: every period of every language and currency that came to something in one of them, so that
/// whoever sums a column has the figures of the page.
struct ReportExport: Sendable {
    private typealias Row = (period: ReportRange.Period, locale: LocaleTag?, currency: CurrencyCode, values: [Int])

    let report: Report

    func answer() async throws -> Answer {
        let (rows, measures) = (rows, report.kind.measures)
        let columns =
            ["from", "until", "locale", "currency"]
            + measures.map { $0.unit == .money ? "\($0.name)_minor" : $0.name }
        return try await .file("\(report.kind.rawValue)-report", columns) { last, _ in
            last == nil ? rows : []
        } cells: { row in
            [
                .text(row.period.from.description), .text(row.period.until.description),
                row.locale.map { .text($0.description) } ?? .empty, .text(row.currency.code),
            ] + row.values.map { .number("\($0)") }
        }
    }

    private var rows: [Row] {
        let kinds = report.locales.flatMap { locale in report.currencies.map { (locale: locale, currency: $0) } }
            .filter { kind in report.lines.contains { $0.locale == kind.locale && $0.currency == kind.currency } }
        let known = Dictionary(grouping: report.lines, by: \.period)
        let nothing = Array(repeating: 0, count: report.kind.measures.count)
        return report.range.periods.flatMap { period in
            kinds.map { kind in
                let line = known[period.from]?.first { $0.locale == kind.locale && $0.currency == kind.currency }
                return (period, kind.locale, kind.currency, line?.values ?? nothing)
            }
        }
    }
}
