package import Foundation
import Vocabulary

/// The instants at which a cron expression is due in a time zone, by the rules that come with Foundation.
///
/// What happens when the clocks change:
/// - An expression for hours that are named (`30 2 * * *`) follows the clock on the wall. Times that a change
///   skips are due at the first instant after it, all of them together as one slot. Times that come twice are
///   due at their first coming only.
/// - An expression for every hour (`*/15 * * * *`) follows the time that passes: it is due in both comings of an
///   hour, and has nothing to make up for in one that is skipped.
package struct CronSlots: Hashable, Sendable {
    package let expression: CronExpression
    package let zone: TimeZone

    package init(_ expression: CronExpression, zone: TimeZone) {
        self.expression = expression
        self.zone = zone
    }

    /// The last slot at or before `instant`.
    package func last(atOrBefore instant: Date) -> Date? { found(from: instant, step: -1) }

    /// The first slot after `instant`.
    package func next(after instant: Date) -> Date? { found(from: instant, step: 1) }

    private func found(from instant: Date, step: Int) -> Date? {
        let minute = Int((instant.timeIntervalSince1970 / 60).rounded(.down))
        func fits(_ slot: Int) -> Bool { step < 0 ? slot <= minute : slot > minute }
        let today = localDay(ofMinute: minute)
        // Within a change a local time ahead of now may lie behind it, hence a day more at the near end.
        for distance in -1...CronExpression.daysLookedBack {
            let day = today + step * distance
            guard expression.holds(CalendarDate(daysSinceEpoch: day)) else { continue }
            let slots = expression.isAllDay ? passingSlots(of: day) : wallSlots(of: day)
            let best = step < 0 ? slots.last(where: fits) : slots.first(where: fits)
            if let best { return Date(timeIntervalSince1970: Double(best) * 60) }
        }
        return nil
    }

    /// Every minute of the day as it passes, that the fields hold.
    private func passingSlots(of day: Int) -> [Int] {
        // No day is longer than this, whatever a zone does to its clocks.
        let reach = 26 * 60
        let near = day * 1440 - offset(atMinute: day * 1440) - 60
        return (near..<(near + reach)).filter { minute in
            let local = minute + offset(atMinute: minute)
            let (localDay, rest) = (Self.floored(local, 1440), local - Self.floored(local, 1440) * 1440)
            return localDay == day && expression.hours.contains(rest / 60) && expression.minutes.contains(rest % 60)
        }
    }

    /// Each time of the day that is named, where the clocks first show it or are past it; ascending, each once.
    private func wallSlots(of day: Int) -> [Int] {
        var slots: [Int] = []
        for hour in expression.hours.values {
            for minute in expression.minutes.values {
                let slot = firstShown(day * 1440 + hour * 60 + minute)
                if slots.last != slot { slots.append(slot) }
            }
        }
        return slots
    }

    /// The first minute whose local time is `local` or, where clocks skip that, the first after the skip.
    private func firstShown(_ local: Int) -> Int {
        let offsets = [offset(atMinute: local - 1440), offset(atMinute: local + 1440)]
        let shown = offsets.map { local - $0 }.filter { $0 + offset(atMinute: $0) == local }
        if let first = shown.min() { return first }
        // Between these two the offset changes; where it does, the skip ends.
        var (before, after) = (local - (offsets.max() ?? 0), local - (offsets.min() ?? 0))
        let old = offset(atMinute: before)
        while after - before > 1 {
            let middle = (before + after) / 2
            if offset(atMinute: middle) == old { before = middle } else { after = middle }
        }
        return after
    }

    private func localDay(ofMinute minute: Int) -> Int { Self.floored(minute + offset(atMinute: minute), 1440) }

    /// In minutes, as every zone has had it since 1972.
    private func offset(atMinute minute: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute) * 60)) / 60
    }

    private static func floored(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }
}
