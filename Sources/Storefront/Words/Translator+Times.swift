import Foundation
import Localization
import Pricing
import Vocabulary

/// Moments in words, always with the place whose clock they are on.
extension Translator {
    /// "Paris time": of the city that names an IANA zone. A zone without one has a fixed offset, so
    /// that any instant tells it.
    func zoneName(_ zone: String) -> String {
        place(formats.place(ofZone: zone, at: Date(timeIntervalSince1970: 0)))
    }

    func place(_ city: String) -> String { self("unit.place_time", ["place": .text(city)]) }

    /// Date and time of a deadline as the property's clock shows them.
    func moment(_ deadline: Deadline) -> String {
        "\(formats.date(deadline.date, .medium)), \(formats.clock(minutes: deadline.time.minutes))"
    }

    /// A moment of ours on the clock of `zone`.
    func clock(_ instant: Date, zone: String) -> [String: MessageArgument] {
        ["time": .text(formats.clock(instant, zone: zone)), "zone": .text(zoneName(zone))]
    }

    func nights(_ count: Int) -> String { self("unit.nights", ["count": .number(count)]) }

    /// `Friday, 12 June 2026 – Monday, 15 June 2026, 3 nights`.
    func stay(_ dates: StayDates) -> String {
        self(
            "search.echo",
            [
                "check_in": .text(formats.date(dates.checkIn, .full)),
                "check_out": .text(formats.date(dates.checkOut, .full)),
                "nights": .number(dates.nightCount),
            ])
    }
}
