package import Foundation
package import Vocabulary

/// A moment fixed on a property's clock. It keeps local time, zone and instant, so that it can be
/// shown as agreed even after the zone's rules have changed.
package struct Deadline: Hashable, Sendable {
    package let date: CalendarDate
    package let time: LocalTime
    /// IANA name.
    package let zone: String
    package let instant: Date

    package enum Fault: Error, Hashable, Sendable {
        case unknownZone(String)
    }

    /// The moment at which the property's clock shows this date and time.
    ///
    /// Where the clock was put forward over it, the time is read on the clock before the change, so it
    /// moves forward by the length of the gap; where the clock shows it twice, the later one counts.
    /// Both are in the traveller's favour.
    ///
    /// Throws `Fault.unknownZone`.
    package init(date: CalendarDate, time: LocalTime, zone: String) throws(Fault) {
        let clock = try PropertyClock(zone)
        self.date = date
        self.time = time
        self.zone = zone
        self.instant = clock.instant(date: date, time: time)
    }

    /// What the property's clock shows at `instant`, to the minute.
    ///
    /// Throws `Fault.unknownZone`.
    package init(instant: Date, zone: String) throws(Fault) {
        let clock = try PropertyClock(zone)
        let local = clock.local(instant)
        self.date = local.date
        self.time = local.time
        self.zone = zone
        self.instant = instant
    }
}

extension Deadline: CustomStringConvertible {
    /// For logs and files; pages use `Localization`.
    package var description: String { "\(date) \(time) \(zone)" }
}
