import Foundation
import Postgres
import Tenancy
import Reports
import TestSupport
import Testing
import Vocabulary

/// Two sites on either side of the date line, counted with the database's clocks and with Foundation's.
@Suite("Reports in the site's own days")
struct ZoneTests {
    private static let zones = ["Pacific/Auckland", "America/Los_Angeles"]

    private static func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    private static func same(_ report: Report, _ lines: [Report.Line]) -> Bool { Set(report.lines) == Set(lines) }

    /// A minute before and after every midnight and change of clocks of both in spring and autumn, and in between.
    private static func moments(_ random: inout SeededGenerator) throws -> [Date] {
        // Auckland: 2025-09-28 and 2026-04-05; Los Angeles: 2025-11-02 and 2026-03-08.
        let changes = ["2025-09-27T14:00:00Z", "2026-04-04T14:00:00Z", "2025-11-02T09:00:00Z", "2026-03-08T10:00:00Z"]
        var moments: [Date] = []
        for change in changes {
            let instant = try Self.instant(change)
            for hour in -26...26 {
                moments += [-60, 0, 60].map { instant.addingTimeInterval(Double(hour * 3_600 + $0)) }
            }
        }
        return moments.shuffled(using: &random)
    }

    @Test("count what was booked and cancelled on them, on the days on which clocks change, too")
    func clocks() async throws {
        try await TwoShops.with { shops in
            var random = SeededGenerator(seed: 4)
            let moments = try Self.moments(&random)
            var reported: [ReportedShop] = []
            for (shop, zone) in zip(shops.both, Self.zones) {
                reported.append(try await ReportedShop(shop, zone: zone, moments, &random))
            }
            let (from, until) = (try #require(CalendarDate("2025-09-10")), try #require(CalendarDate("2026-04-20")))
            for one in reported {
                for grouping in ReportRange.Grouping.allCases {
                    let range = try ReportRange(from: from, until: until, grouping, today: until)
                    let report = try await one.read(.bookings, range)
                    #expect(Self.same(report, one.counted(.bookings, range)), "\(one.zone) \(grouping)")
                    #expect(report.total[0] == moments.count)
                    let sums = report.periods(in: nil)
                    #expect(sums.count == range.periods.count)
                    #expect(sums.map { $0.values[0] }.reduce(0, +) == moments.count)
                }
                // A day of 23 or 25 hours alone.
                for day in ["2025-09-28", "2026-04-05", "2025-11-02", "2026-03-08"] {
                    let range = try ReportRange(from: CalendarDate(day), until: CalendarDate(day), today: until)
                    let report = try await one.read(.bookings, range)
                    #expect(Self.same(report, one.counted(.bookings, range)), "\(one.zone) \(day)")
                }
            }
            // What is the same instant is not the same day there.
            let range = try ReportRange(
                from: CalendarDate("2025-11-02"), until: CalendarDate("2025-11-02"), today: until)
            let days = try await (reported[0].read(.bookings, range).total, reported[1].read(.bookings, range).total)
            #expect(days.0 != days.1)
        }
    }

    @Test("narrowed to a currency or a language have its figures alone, and all of them together are the whole")
    func narrowed() async throws {
        try await TwoShops.with { shops in
            var random = SeededGenerator(seed: 5)
            let now = Date(timeIntervalSince1970: (WallClock.system.now().timeIntervalSince1970).rounded())
            for (shop, zone) in zip(shops.both, Self.zones) {
                let steps = (0..<400).map { _ in
                    now.addingTimeInterval(-Double(Int.random(in: 0..<20 * 86_400, using: &random)))
                }
                let one = try await ReportedShop(shop, zone: zone, steps, steps: steps, &random)
                let range = try ReportRange(from: nil, until: nil, today: ReportRange.day(of: now, in: zone))
                for kind in [ReportKind.bookings, .funnel] {
                    let whole = try await one.read(kind, range)
                    #expect(
                        Self.same(
                            whole, kind == .funnel ? try await Self.withOwn(one, range) : one.counted(kind, range)))
                    var parts: [Report.Line] = []
                    for currency in ReportedShop.money {
                        let part = try await one.read(kind, range, ReportFilter(currency: currency))
                        #expect(part.currencies == [currency])
                        #expect(part.total(in: currency) == whole.total(in: currency))
                        parts += part.lines
                    }
                    #expect(Set(parts) == Set(whole.lines))
                    for locale in ReportedShop.languages {
                        let part = try await one.read(kind, range, ReportFilter(locale: locale))
                        #expect(Set(part.lines) == Set(whole.lines.filter { $0.locale == locale }))
                    }
                }
            }
        }
    }

    /// The one hold that the copies are made of was a step, too.
    private static func withOwn(_ one: ReportedShop, _ range: ReportRange) async throws -> [Report.Line] {
        let row = try await one.shop.scope.run(
            """
            select locale, currency, (recorded_at at time zone \(one.zone))::date as day from funnel_events
             where step = 'hold' order by recorded_at desc limit 1
            """
        ).only()
        let (locale, currency): (LocaleTag, CurrencyCode) = (try row.get("locale"), try row.get("currency"))
        let day: CalendarDate = try row.get("day")
        var lines = one.counted(.funnel, range)
        let place = ReportKind.funnel.measures.firstIndex { $0.name == "hold" } ?? 0
        let index = lines.firstIndex { $0.period == day && $0.locale == locale && $0.currency == currency }
        var values = index.map { lines[$0].values } ?? ReportKind.funnel.measures.map { _ in 0 }
        values[place] += 1
        if let index { lines.remove(at: index) }
        return lines + [Report.Line(period: day, locale: locale, currency: currency, values: values)]
    }
}
