import Foundation
import Testing

@testable import Jobs

@Suite("A cron expression")
struct CronTests {
    static func slots(_ expression: String, _ zone: String) throws -> CronSlots {
        CronSlots(try CronExpression(expression), zone: try #require(TimeZone(identifier: zone)))
    }

    static func instant(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    /// All slots after the first instant, up to and with the second.
    static func walk(_ slots: CronSlots, _ from: String, _ to: String) throws -> [String] {
        var (found, at): ([String], Date) = ([], try instant(from))
        let end = try instant(to)
        while let next = slots.next(after: at), next <= end {
            found.append(next.ISO8601Format())
            // Whoever looks back from it, or from just before the one after it, sees the same.
            #expect(slots.last(atOrBefore: next) == next)
            #expect(slots.last(atOrBefore: next.addingTimeInterval(59)) == next)
            at = next
        }
        return found
    }

    @Test(
        "Takes stars, steps, ranges, lists and names",
        arguments: [
            ("*/20 9-10 * * mon-fri", ["2026-03-06T09:40:00Z", "2026-03-06T10:00:00Z", "2026-03-06T10:20:00Z"]),
            ("0 0 1,15 * *", ["2026-03-15T00:00:00Z"]), ("5 4 * mar 7", ["2026-03-08T04:05:00Z"]),
            ("0 6 13 * 5", ["2026-03-13T06:00:00Z", "2026-03-20T06:00:00Z"]),
            ("30/10 23 * * sat", ["2026-03-07T23:30:00Z", "2026-03-07T23:40:00Z", "2026-03-07T23:50:00Z"]),
        ])
    func forms(expression: String, expected: [String]) throws {
        let slots = try Self.slots(expression, "UTC")
        let found = try Self.walk(slots, "2026-03-06T09:30:00Z", "2026-03-25T00:00:00Z")
        #expect(Array(found.prefix(expected.count)) == expected)
    }

    @Test(
        "Refuses what is none and what never comes, naming the part",
        arguments: [
            ("* * * *", "* * * *"), ("60 * * * *", "60"), ("* 24 * * *", "24"), ("* * 0 * *", "0"),
            ("* * * 13 *", "13"), ("*/0 * * * *", "*/0"), ("5-1 * * * *", "5-1"), ("1,,2 * * * *", "1,,2"),
            ("* * * * someday", "someday"), ("+5 * * * *", "+5"), ("0 0 31 2 *", "0 0 31 2 *"),
            ("* * * * * *", "* * * * * *"),
        ])
    func refused(text: String, part: String) {
        let fault = #expect(throws: CronFault.self) { try CronExpression(text) }
        #expect(fault?.part == part)
    }

    @Test("A time that the clocks skip is due when they have, all such times once; the next day as usual")
    func springForward() throws {
        // Berlin, 2026-03-29: 02:00 becomes 03:00 at 01:00Z.
        let nightly = try Self.slots("30 2 * * *", "Europe/Berlin")
        #expect(
            try Self.walk(nightly, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z")
                == ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"])
        let often = try Self.slots("*/20 1-3 * * *", "Europe/Berlin")
        #expect(
            try Self.walk(often, "2026-03-29T00:30:00Z", "2026-03-29T01:59:00Z")
                == ["2026-03-29T00:40:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:20:00Z", "2026-03-29T01:40:00Z"])
    }

    @Test("A time that comes twice is due at its first coming only")
    func fallBack() throws {
        // Berlin, 2026-10-25: 03:00 becomes 02:00 at 01:00Z.
        let nightly = try Self.slots("30 2 * * *", "Europe/Berlin")
        #expect(
            try Self.walk(nightly, "2026-10-24T12:00:00Z", "2026-10-27T00:00:00Z")
                == ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"])
        #expect(
            nightly.last(atOrBefore: try Self.instant("2026-10-25T01:10:00Z"))
                == (try Self.instant("2026-10-25T00:30:00Z")))
    }

    @Test(
        "What is due every hour follows the time that passes: twice in the hour that repeats, never in the one skipped")
    func allDay() throws {
        let quarters = try Self.slots("*/30 * * * *", "Europe/Berlin")
        #expect(
            try Self.walk(quarters, "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z")
                == ["2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z"])
        #expect(
            try Self.walk(quarters, "2026-03-29T00:30:00Z", "2026-03-29T02:00:00Z")
                == ["2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z"])
    }

    @Test(
        "A year of days has a slot for each of them in every zone, whatever its clocks do",
        arguments: [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago",
            "Asia/Tokyo",
            "Asia/Kathmandu", "America/Mexico_City", "Pacific/Chatham", "Africa/Casablanca",
        ])
    func wholeYear(zone: String) throws {
        for expression in ["15 0 * * *", "30 1 * * *", "30 2 * * *", "59 23 * * *"] {
            let slots = try Self.slots(expression, zone)
            var (at, count) = (try Self.instant("2026-01-01T00:00:00Z"), 0)
            let end = try Self.instant("2027-01-01T00:00:00Z")
            while let next = slots.next(after: at), next <= end {
                #expect(next > at)
                #expect(next.timeIntervalSince(at) <= 26 * 3600)
                (at, count) = (next, count + 1)
            }
            #expect(count == 365, "\(expression)")
        }
    }

    @Test("A zone that went over the date line has its skipped day's slot when the day is skipped")
    func skippedDay() throws {
        // Samoa had no 2011-12-30.
        let noon = try Self.slots("0 12 * * *", "Pacific/Apia")
        #expect(
            try Self.walk(noon, "2011-12-29T00:00:00Z", "2011-12-31T00:00:00Z")
                == ["2011-12-29T22:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z"])
    }
}
