package import Foundation

/// The time of day, passed in wherever a rule depends on it, so that a test can set it.
///
/// Inventory and tokens are judged by the database's clock; this one serves display, signatures
/// made in process and identifiers.
package struct WallClock: Sendable {
    package let now: @Sendable () -> Date

    package init(now: @escaping @Sendable () -> Date) { self.now = now }

    package static let system = WallClock { Date() }
}

extension Date {
    /// RFC 3339 in UTC with milliseconds only where there are any: `2026-11-22T10:50:00Z`.
    package var rfc3339: String {
        let micros = Int64((timeIntervalSince1970 * 1_000_000).rounded())
        let (seconds, fraction) = micros.quotientAndRemainder(dividingBy: 1_000_000)
        let whole = fraction < 0 ? seconds - 1 : seconds
        let millis = Int((fraction < 0 ? fraction + 1_000_000 : fraction) / 1000)
        let days = whole >= 0 ? whole / 86_400 : (whole - 86_399) / 86_400
        let clock = Int(whole - days * 86_400)
        let date = CalendarDate(daysSinceEpoch: Int(days))
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let time = "\(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60))"
        let tail = millis == 0 ? "" : "." + "\(millis + 1000)".dropFirst()
        return "\(date)T\(time)\(tail)Z"
    }
}
