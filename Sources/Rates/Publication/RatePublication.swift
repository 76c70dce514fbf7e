package import Foundation
package import Vocabulary

/// Whose rates they are.
package enum RateSource: String, CaseIterable, Sendable {
    case ecb
    /// Come with the program, for where there are no others: they are examples, and never too old.
    case seed
}

/// That rates of a day were published, and when they came here.
package struct RatePublication: Hashable, Sendable {
    /// Ascending in the order of their coming.
    package let number: Int
    package let source: RateSource
    package let date: CalendarDate
    package let fetchedAt: Date
    package let origin: String
    package let documentSHA: String
}

/// For how long rates are good.
package struct RateStaleness: Hashable, Sendable {
    /// The longest that there is nothing new, and a day: from Maundy Thursday to Easter Tuesday, or over Christmas
    /// with a weekend behind it, five days pass.
    package static let hoursDefault = 144
    package static let hoursRange = 24...1_000

    package let hours: Int

    package init(hours: Int) { self.hours = hours }

    /// The European Central Bank publishes about 16:00 on its own clock.
    private static let hour = 16
    static let zone = TimeZone(identifier: "Europe/Berlin") ?? .gmt

    /// When rates of a day came out.
    static func published(_ date: CalendarDate) -> Date {
        let naive = Date(timeIntervalSince1970: Double(date.daysSinceEpoch * 86_400 + hour * 3_600))
        // No clock is changed in the afternoon.
        return naive.addingTimeInterval(-Double(zone.secondsFromGMT(for: naive)))
    }

    /// The day that it is where they are published.
    package static func today(_ now: Date) -> CalendarDate {
        let local = now.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: now))
        return CalendarDate(daysSinceEpoch: Int((local / 86_400).rounded(.down)))
    }

    /// Since when the rates of a day are out; nought before.
    package static func ageSeconds(_ date: CalendarDate, at now: Date) -> Int {
        max(0, Int(now.timeIntervalSince(published(date))))
    }

    /// Whether rates of a later day than `date` may be out: they come on working days. That a bank holiday is none is
    /// found out by asking.
    static func isNewerAwaited(than date: CalendarDate?, at now: Date) -> Bool {
        guard let date else { return true }
        var last = today(now)
        if now < published(last) { last = last.adding(days: -1) }
        while last.weekday > 5 { last = last.adding(days: -1) }
        return last > date
    }

    /// Whether they were too old on a later day already, at the hour at which its own would have come out.
    func isOver(_ source: RateSource, _ date: CalendarDate, on day: CalendarDate) -> Bool {
        isOver(source, date, at: Self.published(day))
    }

    package func isOver(_ source: RateSource, _ date: CalendarDate, at now: Date) -> Bool {
        source != .seed && Self.ageSeconds(date, at: now) > hours * 3_600
    }
}
