import Foundation
import Testing
import Vocabulary

@testable import Rates

@Suite("How old rates may grow")
struct StalenessTests {
    private static let staleness = RateStaleness(hours: RateStaleness.hoursDefault)

    private static func at(_ text: String) -> Date { ISO8601DateFormatter().date(from: text)! }

    @Test("they come out at four in the afternoon of Frankfurt, in summer as in winter")
    func hour() {
        #expect(RateStaleness.published(CalendarDate("2026-01-15")!) == Self.at("2026-01-15T15:00:00Z"))
        #expect(RateStaleness.published(CalendarDate("2026-07-15")!) == Self.at("2026-07-15T14:00:00Z"))
        // The clocks change in these nights.
        #expect(RateStaleness.published(CalendarDate("2026-03-29")!) == Self.at("2026-03-29T14:00:00Z"))
        #expect(RateStaleness.published(CalendarDate("2026-10-25")!) == Self.at("2026-10-25T15:00:00Z"))
        #expect(RateStaleness.today(Self.at("2026-11-26T22:59:59Z")).description == "2026-11-26")
        #expect(RateStaleness.today(Self.at("2026-11-26T23:00:00Z")).description == "2026-11-27")
    }

    @Test(
        "weekends and the longest holidays are not too old, a day more is",
        arguments: [
            ("2026-11-27", "2026-11-30T15:59:00Z"), ("2026-04-02", "2026-04-07T14:59:00Z"),
            ("2025-12-24", "2025-12-29T15:59:00Z"), ("2027-12-23", "2027-12-28T15:59:00Z"),
        ])
    func holidays(last: String, next: String) throws {
        let date = try #require(CalendarDate(last))
        #expect(!Self.staleness.isOver(.ecb, date, at: Self.at(next)))
        #expect(Self.staleness.isOver(.ecb, date, at: Self.at(next) + 3 * 86_400))
        #expect(!Self.staleness.isOver(.seed, date, at: Self.at(next) + 900 * 86_400))
    }

    @Test(
        "newer ones are awaited from the hour on of a working day that none are of",
        arguments: [
            (nil, "2026-11-28T10:00:00Z", true), ("2026-11-26", "2026-11-27T14:59:59Z", false),
            ("2026-11-26", "2026-11-27T15:00:00Z", true), ("2026-11-27", "2026-11-27T15:00:00Z", false),
            ("2026-11-27", "2026-11-29T18:00:00Z", false), ("2026-11-27", "2026-11-30T14:00:00Z", false),
            ("2026-11-27", "2026-11-30T15:00:00Z", true), ("2026-11-26", "2026-11-29T18:00:00Z", true),
        ] as [(String?, String, Bool)])
    func awaited(newest: String?, now: String, expected: Bool) {
        #expect(
            RateStaleness.isNewerAwaited(than: newest.flatMap { CalendarDate($0) }, at: Self.at(now)) == expected)
    }
}
