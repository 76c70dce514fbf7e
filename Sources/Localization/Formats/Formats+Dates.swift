package import Foundation
package import Vocabulary

/// How much of a day is said.
package enum DateStyle: Hashable, Sendable {
    /// Friday, 12 June 2026.
    case full
    case long
    case medium
    case short
    /// Fri, 12 Jun.
    case weekdayShort
    /// June 2026.
    case monthYear

    fileprivate var shape: DateShape {
        switch self {
        case .full: .date(.full)
        case .long: .date(.long)
        case .medium: .date(.medium)
        case .short: .date(.short)
        case .weekdayShort: .skeleton("MMMEd")
        case .monthYear: .skeleton("yMMMM")
        }
    }
}

/// How a time says on whose clock it is.
package enum ZoneNaming: Hashable, Sendable {
    /// GMT+3.
    case offset
    /// (Cairo); the offset for zones that no city names.
    case city
}

extension Formats {
    package func date(_ date: CalendarDate, _ style: DateStyle = .medium) -> String {
        text(date.milliseconds, style.shape) ?? date.description
    }

    /// From one day to another, saying once what both share: "12–15 June 2026".
    package func dateRange(_ from: CalendarDate, _ to: CalendarDate) -> String {
        (try? forms.interval("yMMMd").text(from: from.milliseconds, to: to.milliseconds)) ?? "\(from) – \(to)"
    }

    /// Seen from another day: "tomorrow", "in 3 days", "5 days ago".
    package func relativeDays(_ days: Int) -> String {
        (try? forms.relative().text(days: days)) ?? "\(days)"
    }

    /// `zone` is an IANA identifier; an unknown one is shown in UTC, and says so.
    package func time(_ instant: Date, zone: String, naming: ZoneNaming = .offset) -> String {
        zoned(instant, zone, naming, .time(.short))
    }

    package func dateTime(_ instant: Date, zone: String, naming: ZoneNaming = .offset) -> String {
        zoned(instant, zone, naming, .skeleton("yMMMdjm"))
    }

    private func zoned(_ instant: Date, _ zone: String, _ naming: ZoneNaming, _ shape: DateShape) -> String {
        let local = text(ZoneOffsets.localMilliseconds(of: instant, in: zone), shape) ?? instant.description
        return local + " " + name(of: zone, at: instant, naming)
    }

    private func name(of zone: String, at instant: Date, _ naming: ZoneNaming) -> String {
        let city = naming == .city ? forms.zoneCity(zone) : ""
        return city.isEmpty ? forms.zoneOffset(seconds: ZoneOffsets.seconds(of: zone, at: instant)) : "(\(city))"
    }

    func text(_ milliseconds: Double, _ shape: DateShape) -> String? {
        try? forms.date(shape).text(milliseconds: milliseconds)
    }
}

extension CalendarDate {
    var milliseconds: Double { Double(daysSinceEpoch) * 86_400_000 }
}
