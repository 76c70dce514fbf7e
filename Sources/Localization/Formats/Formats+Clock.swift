package import Foundation

/// Times whose zone the sentence around them names.
extension Formats {
    /// The time of day on the clock of an IANA zone, without the zone: "14:35".
    package func clock(_ instant: Date, zone: String) -> String {
        text(ZoneOffsets.localMilliseconds(of: instant, in: zone), .time(.short)) ?? instant.description
    }

    /// A time of day by its minutes since midnight.
    package func clock(minutes: Int) -> String {
        text(Double(minutes) * 60_000, .time(.short)) ?? "\(minutes / 60):\(minutes % 60)"
    }

    /// The city that names an IANA zone; the offset at `instant` for a zone that no city names.
    package func place(ofZone zone: String, at instant: Date) -> String {
        let city = forms.zoneCity(zone)
        return city.isEmpty ? forms.zoneOffset(seconds: ZoneOffsets.seconds(of: zone, at: instant)) : city
    }
}
