import Vocabulary

/// When something is due, as cron writes it: minute, hour, day of month, month, day of week.
///
/// As everywhere (POSIX `crontab`): where both kinds of day are given, either will do.
package struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    let minutes: CronField
    let hours: CronField
    let days: CronField
    let months: CronField
    let weekdays: CronField

    /// Four hundred years repeat; in eight any day that exists at all has come round, leap days included.
    static let daysLookedBack = 8 * 366

    /// Throws `CronFault`, also for a day that never comes (`0 0 31 2 *`).
    package init(_ text: String) throws(CronFault) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 5 else { throw CronFault(expression: text, part: text) }
        description = parts.joined(separator: " ")
        minutes = try CronField(parts[0], 0...59, in: text)
        hours = try CronField(parts[1], 0...23, in: text)
        days = try CronField(parts[2], 1...31, in: text)
        months = try CronField(
            parts[3], 1...12,
            names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], in: text)
        weekdays = try CronField(
            parts[4], 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"], in: text
        ).sundayFolded
        guard (0..<Self.daysLookedBack).contains(where: { holds(CalendarDate(daysSinceEpoch: $0)) }) else {
            throw CronFault(expression: text, part: text)
        }
    }

    /// All through the day, so that its slots follow the time that passes and not the clock on the wall.
    var isAllDay: Bool { hours.isOpen }

    func holds(_ date: CalendarDate) -> Bool {
        let (_, month, day) = date.components
        guard months.contains(month) else { return false }
        let (isDay, isWeekday) = (days.contains(day), weekdays.contains(date.weekday % 7))
        return days.isOpen || weekdays.isOpen ? isDay && isWeekday : isDay || isWeekday
    }
}
