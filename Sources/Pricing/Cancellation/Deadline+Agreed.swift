package import Foundation
package import Vocabulary

extension Deadline {
    /// One that was agreed earlier and written down: its instant stays, whatever the zone's rules are now.
    package init(agreed instant: Date, date: CalendarDate, time: LocalTime, zone: String) {
        self.date = date
        self.time = time
        self.zone = zone
        self.instant = instant
    }
}
