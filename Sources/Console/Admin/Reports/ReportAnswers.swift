import Reports
import Vocabulary
import Web

/// A report as JSON: figures by period and by language, each by currency, and what they come to. A period without
/// any has none.
struct ReportAnswer: JSONWritable {
    let report: Report

    static func schema(_ kind: ReportKind) -> Schema {
        let name = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
        let figures = Schema.object(
            "\(name)Figures",
            [.init("currency", .currency)]
                + kind.measures.map { .init($0.name, $0.unit == .money ? .money : .integer(0...Int.max)) },
            closed: true)
        let period = Schema.object(
            "\(name)Period",
            [.init("from", .date), .init("until", .date), .init("figures", .array(figures))], closed: true)
        let locale = Schema.object(
            "\(name)Locale",
            [
                .init("locale", .nullable(.text.annotated("Null where no traveller's language is known."))),
                .init("figures", .array(figures)),
            ], closed: true)
        return .object(
            "\(name)Report",
            [
                .init("name", .choice([kind.rawValue])), .init("from", .date), .init("until", .date),
                .init("group", .choice(ReportRange.Grouping.allCases.map(\.rawValue))),
                .init("time_zone", .text.annotated("In whose days.")), .init("totals", .array(figures)),
                .init("periods", .array(period)), .init("locales", .array(locale)),
            ], closed: true)
    }

    func write(to json: inout JSONWriter) {
        let currencies = report.currencies
        let sums = currencies.map { ($0, report.periods(in: $0)) }
        json.object { json in
            json.member("name", report.kind.rawValue)
            json.member("from", report.range.from)
            json.member("until", report.range.until)
            json.member("group", report.range.grouping.rawValue)
            json.member("time_zone", report.zone)
            figures("totals", currencies.map { ($0, report.total(in: $0)) }, &json)
            json.member(
                "periods",
                array: { json in
                    for (index, period) in report.range.periods.enumerated() {
                        json.object { json in
                            json.member("from", period.from)
                            json.member("until", period.until)
                            figures("figures", sums.map { ($0, $1[index].values) }, &json)
                        }
                    }
                })
            json.member(
                "locales",
                array: { json in
                    for locale in report.locales {
                        json.object { json in
                            json.member("locale", locale)
                            figures("figures", currencies.map { ($0, report.total(of: locale, in: $0)) }, &json)
                        }
                    }
                })
        }
    }

    /// Those that are something.
    private func figures(_ name: String, _ all: [(CurrencyCode, [Int])], _ json: inout JSONWriter) {
        json.member(
            name,
            array: { json in
                for (currency, values) in all where values.contains(where: { $0 != 0 }) {
                    json.object { json in
                        json.member("currency", currency)
                        for (measure, value) in zip(report.kind.measures, values) {
                            switch measure.unit {
                            case .count: json.member(measure.name, value)
                            case .money: json.member(measure.name, Money(minor: value, currency))
                            }
                        }
                    }
                }
            })
    }
}
