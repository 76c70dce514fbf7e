import Foundation
import Reports
import TestSupport
import Testing
import Vocabulary

@Suite("The days of a report")
struct RangeTests {
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    @Test("fall into periods without a gap, the first and the last cut where the range ends", arguments: 0..<200)
    func periods(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let from = CalendarDate(daysSinceEpoch: Int.random(in: 10_000...30_000, using: &random))
        let until = from.adding(days: Int.random(in: 0..<ReportRange.daysMax, using: &random))
        for grouping in ReportRange.Grouping.allCases {
            let periods = try ReportRange(from: from, until: until, grouping, today: from).periods
            #expect(periods.first?.from == from && periods.last?.until == until)
            #expect(zip(periods, periods.dropFirst()).allSatisfy { $1.from == $0.until.adding(days: 1) })
            #expect(periods.allSatisfy { $0.from <= $0.until })
            let begins = periods.dropFirst().map(\.from)
            switch grouping {
            case .day: #expect(periods.allSatisfy { $0.from == $0.until })
            case .week: #expect(begins.allSatisfy { $0.weekday == 1 })
            case .month: #expect(begins.allSatisfy { $0.components.day == 1 })
            }
        }
    }

    @Test("are the last thirty where nobody says which, a leap year at most, and never backwards")
    func bounds() throws {
        let today = try Self.day("2028-02-29")
        let usual = try ReportRange(from: nil, until: nil, today: today)
        #expect((usual.from, usual.until) == (try Self.day("2028-01-31"), today))
        #expect(try ReportRange(from: today, until: nil, today: today).days == 1)
        #expect(
            try ReportRange(from: try Self.day("2028-01-01"), until: try Self.day("2028-12-31"), today: today).days
                == 366)
        #expect(throws: ReportError.tooLong) {
            try ReportRange(from: try Self.day("2028-01-01"), until: try Self.day("2029-01-01"), today: today)
        }
        #expect(throws: ReportError.backwards) {
            try ReportRange(from: today, until: today.adding(days: -1), today: today)
        }
    }

    @Test("are those of the site's own clocks, on either side of the date line")
    func today() throws {
        let instant = try #require(try? Date("2026-11-27T10:30:00Z", strategy: .iso8601))
        #expect(ReportRange.day(of: instant, in: "Pacific/Auckland") == (try Self.day("2026-11-27")))
        #expect(
            ReportRange.day(of: instant.addingTimeInterval(3_600), in: "Pacific/Auckland")
                == (try Self.day("2026-11-28")))
        #expect(ReportRange.day(of: instant, in: "America/Los_Angeles") == (try Self.day("2026-11-27")))
        // Midnight there, and a second before.
        let midnight = instant.addingTimeInterval(-9_000)
        #expect(ReportRange.day(of: midnight, in: "America/Los_Angeles") == (try Self.day("2026-11-27")))
        #expect(
            ReportRange.day(of: midnight.addingTimeInterval(-1), in: "America/Los_Angeles")
                == (try Self.day("2026-11-26")))
    }
}
