/// A time of day on some property's clock, to the minute.
package struct LocalTime: Hashable, Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    package let minutes: Int

    package init?(hour: Int, minute: Int) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        self.minutes = hour * 60 + minute
    }

    /// The minute of the day that `minutes` names, counted round the clock.
    package init(minutesSinceMidnight minutes: Int) { self.minutes = ((minutes % 1440) + 1440) % 1440 }

    /// `HH:MM`; seconds, as PostgreSQL writes them, are accepted when they are zero.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            parts.count == 2 || parts[2] == "00",
            let hour = Int(parts[0]), let minute = Int(parts[1])
        else { return nil }
        self.init(hour: hour, minute: minute)
    }

    package var description: String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    package static func < (left: LocalTime, right: LocalTime) -> Bool { left.minutes < right.minutes }
}
