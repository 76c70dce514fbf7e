import Foundation
import Vocabulary

/// Conversion between a zone's clock and instants. Offsets come from Foundation, whose rules are
/// newer than the system ICU's.
struct PropertyClock {
    private static let secondsPerDay = 86_400
    private let zone: TimeZone

    init(_ name: String) throws(Deadline.Fault) {
        guard let zone = TimeZone(identifier: name) else { throw .unknownZone(name) }
        self.zone = zone
    }

    func instant(date: CalendarDate, time: LocalTime) -> Date {
        let local = date.daysSinceEpoch * Self.secondsPerDay + time.minutes * 60
        // A change of the clock lies between the day before and the day after, if at all.
        let before = offset(at: local - Self.secondsPerDay)
        let after = offset(at: local + Self.secondsPerDay)
        let matches = [before, after].filter { offset(at: local - $0) == $0 }
        return Date(timeIntervalSince1970: TimeInterval(local - (matches.min() ?? before)))
    }

    func local(_ instant: Date) -> (date: CalendarDate, time: LocalTime) {
        let utc = Int(instant.timeIntervalSince1970.rounded(.down))
        let seconds = utc + offset(at: utc)
        let days = seconds >= 0 ? seconds / Self.secondsPerDay : (seconds - Self.secondsPerDay + 1) / Self.secondsPerDay
        let rest = seconds - days * Self.secondsPerDay
        return (CalendarDate(daysSinceEpoch: days), LocalTime(minutesSinceMidnight: rest / 60))
    }

    private func offset(at secondsSinceEpoch: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(secondsSinceEpoch)))
    }
}
