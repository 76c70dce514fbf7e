internal import Foundation
internal import Synchronization

/// What a zone's clocks show, by the rules that come with Swift's Foundation.
///
/// Not ICU 72's: its tables of 2022 have Cairo without summer time (back since 2023), Mexico City with
/// it (gone since 2022) and Almaty at +6 (+5 since 2024). So instants are shifted here, and ICU only
/// words them in UTC.
enum ZoneOffsets {
    /// There are under 600 names of zones; more than this are input, and are looked up anew each time.
    private static let keptMax = 1_000
    private static let kept = Mutex<[String: TimeZone]>([:])

    /// East of Greenwich is positive. Unknown zones are UTC.
    static func seconds(of zone: String, at instant: Date) -> Int {
        self.zone(zone)?.secondsFromGMT(for: instant) ?? 0
    }

    /// Milliseconds that, read in UTC, give the zone's local date and time.
    static func localMilliseconds(of instant: Date, in zone: String) -> Double {
        (instant.timeIntervalSince1970 + Double(seconds(of: zone, at: instant))) * 1000
    }

    private static func zone(_ identifier: String) -> TimeZone? {
        if let known = kept.withLock({ $0[identifier] }) { return known }
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        kept.withLock { if $0.count < keptMax { $0[identifier] = zone } }
        return zone
    }
}
