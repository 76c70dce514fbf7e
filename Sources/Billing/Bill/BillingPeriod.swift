package import Foundation
package import Pricing
package import Vocabulary

/// A month as the partner's clock counts it.
package struct BillingPeriod: Hashable, Sendable, Comparable, LosslessStringConvertible {
    package let year: Int
    package let month: Int

    /// Nil for what is no month of the years 2000 to 9998.
    package init?(year: Int, month: Int) {
        guard (2000...9998).contains(year), (1...12).contains(month) else { return nil }
        self.init(known: year, month)
    }

    private init(known year: Int, _ month: Int) {
        self.year = year
        self.month = month
    }

    /// `2026-05`
    package init?(_ text: String) {
        guard text.wholeMatch(of: /[0-9]{4}-[0-9]{2}/) != nil, let year = Int(text.prefix(4)),
            let month = Int(text.suffix(2))
        else { return nil }
        self.init(year: year, month: month)
    }

    /// The one that a day lies in; nil before the year 2000.
    package init?(of date: CalendarDate) {
        let (year, month, _) = date.components
        self.init(year: year, month: month)
    }

    package var description: String { String(from.description.prefix(7)) }

    package var from: CalendarDate { Self.first(year, month) }
    /// The first day that is no part of it.
    package var until: CalendarDate { month == 12 ? Self.first(year + 1, 1) : Self.first(year, month + 1) }
    package var days: Int { until.daysSinceEpoch - from.daysSinceEpoch }

    package var before: BillingPeriod {
        month == 1 ? BillingPeriod(known: year - 1, 12) : BillingPeriod(known: year, month - 1)
    }

    /// The moment at which the partner's clock leaves it behind.
    ///
    /// Throws `Deadline.Fault`.
    package func end(in zone: String) throws(Deadline.Fault) -> Date {
        try Deadline(date: until, time: LocalTime(minutesSinceMidnight: 0), zone: zone).instant
    }

    package static func < (left: BillingPeriod, right: BillingPeriod) -> Bool { left.from < right.from }

    private static func first(_ year: Int, _ month: Int) -> CalendarDate {
        guard let date = CalendarDate(year: year, month: month, day: 1) else {
            preconditionFailure("every month has a first day")
        }
        return date
    }
}
