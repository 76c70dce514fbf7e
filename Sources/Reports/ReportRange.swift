package import Foundation
package import Vocabulary

/// Which days are looked at, and how many of them make one figure.
package struct ReportRange: Hashable, Sendable {
    package enum Grouping: String, CaseIterable, Hashable, Sendable {
        case day
        /// From Monday on (ISO 8601), as far as it lies within the range.
        case week
        case month
    }

    /// Days that make one figure, both included.
    package struct Period: Hashable, Sendable {
        package let from: CalendarDate
        package let until: CalendarDate
    }

    package static let daysMax = 366
    /// Where nobody says otherwise.
    package static let daysUsual = 30

    /// Both included.
    package let from: CalendarDate
    package let until: CalendarDate
    package let grouping: Grouping

    package var days: Int { until.daysSinceEpoch - from.daysSinceEpoch + 1 }

    /// What is left out ends today, or is as long as usual.
    ///
    /// Throws `ReportError.backwards` and `.tooLong`.
    package init(
        from: CalendarDate?, until: CalendarDate?, _ grouping: Grouping = .day, today: CalendarDate
    ) throws(ReportError) {
        let last = until ?? from.map { max(today, $0) } ?? today
        let first = from ?? last.adding(days: 1 - Self.daysUsual)
        guard first <= last else { throw .backwards }
        (self.from, self.until, self.grouping) = (first, last, grouping)
        guard days <= Self.daysMax else { throw .tooLong }
    }

    /// The oldest first, without a gap.
    package var periods: [Period] {
        var periods: [Period] = []
        var first = from
        while first <= until {
            let last = min(next(after: first).adding(days: -1), until)
            periods.append(Period(from: first, until: last))
            first = last.adding(days: 1)
        }
        return periods
    }

    /// When the group that a day lies in is over.
    private func next(after day: CalendarDate) -> CalendarDate {
        switch grouping {
        case .day: return day.adding(days: 1)
        case .week: return day.adding(days: 8 - day.weekday)
        case .month:
            let (year, month, _) = day.components
            return CalendarDate(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
                ?? until.adding(days: 1)
        }
    }

    /// The day that it is in a zone. An unknown one is UTC.
    package static func day(of instant: Date, in zone: String) -> CalendarDate {
        let shift = TimeZone(identifier: zone)?.secondsFromGMT(for: instant) ?? 0
        let seconds = Int(instant.timeIntervalSince1970.rounded(.down)) + shift
        return CalendarDate(daysSinceEpoch: Int((Double(seconds) / 86_400).rounded(.down)))
    }
}
