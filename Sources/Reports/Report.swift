package import Vocabulary

/// A report as it was read: what each period, language and currency came to. Sums over them are made here, so that a
/// page, a file and an answer say the same.
package struct Report: Sendable {
    /// What came to something; all others are zero.
    package struct Line: Hashable, Sendable {
        /// The first day of its period.
        package let period: CalendarDate
        /// Nil for what no traveller's language is known of.
        package let locale: LocaleTag?
        package let currency: CurrencyCode
        /// One of each measure.
        package let values: [Int]

        package init(period: CalendarDate, locale: LocaleTag?, currency: CurrencyCode, values: [Int]) {
            self.period = period
            self.locale = locale
            self.currency = currency
            self.values = values
        }
    }

    package let kind: ReportKind
    package let range: ReportRange
    /// In whose days.
    package let zone: String
    package let lines: [Line]

    package init(kind: ReportKind, range: ReportRange, zone: String, lines: [Line]) {
        self.kind = kind
        self.range = range
        self.zone = zone
        self.lines = lines
    }

    package var currencies: [CurrencyCode] { Set(lines.map(\.currency)).sorted() }

    /// Those without one last.
    package var locales: [LocaleTag?] {
        Set(lines.map(\.locale)).sorted { ($0?.description ?? "~") < ($1?.description ?? "~") }
    }

    /// Every period of the range with its figures in one currency, or, of what is only counted, in all of them.
    package func periods(in currency: CurrencyCode?) -> [(period: ReportRange.Period, values: [Int])] {
        precondition(currency != nil || !kind.isMoney, "amounts of different currencies are not added")
        let sums = Dictionary(grouping: lines.filter { currency == nil || $0.currency == currency }, by: \.period)
            .mapValues(total)
        return range.periods.map { ($0, sums[$0.from] ?? total([])) }
    }

    package func total(in currency: CurrencyCode) -> [Int] { total(lines.filter { $0.currency == currency }) }

    package func total(of locale: LocaleTag?, in currency: CurrencyCode) -> [Int] {
        total(lines.filter { $0.locale == locale && $0.currency == currency })
    }

    /// Of what is only counted, over all currencies.
    package var total: [Int] {
        precondition(!kind.isMoney, "amounts of different currencies are not added")
        return total(lines)
    }

    private func total(_ lines: [Line]) -> [Int] {
        lines.reduce(into: Array(repeating: 0, count: kind.measures.count)) { sums, line in
            for index in sums.indices { sums[index] += line.values[index] }
        }
    }
}
