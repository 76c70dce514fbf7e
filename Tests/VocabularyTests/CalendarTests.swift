import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite("Calendar days")
struct CalendarTests {
    @Test("Every day of the years 1 to 9999 is told apart, in order, and reads back from its text")
    func roundTrip() throws {
        let first = try #require(CalendarDate(year: 1, month: 1, day: 1))
        let last = try #require(CalendarDate(year: 9999, month: 12, day: 31))
        var date = first
        var expected = (year: 1, month: 1, day: 1)
        var weekday = 1
        var faults = 0
        while date <= last {
            let (year, month, day) = date.components
            if (year, month, day) != expected || date.weekday != weekday { faults += 1 }
            if CalendarDate(year: year, month: month, day: day) != date { faults += 1 }
            if day == 1 || day > 27, CalendarDate(date.description) != date { faults += 1 }
            date = date.adding(days: 1)
            weekday = weekday % 7 + 1
            expected = Self.dayAfter(expected)
        }
        #expect(faults == 0)
        #expect(last.daysSinceEpoch - first.daysSinceEpoch + 1 == 3_652_059)
    }

    /// Written from the calendar's rule, not from the algorithm under test.
    private static func dayAfter(_ day: (year: Int, month: Int, day: Int)) -> (
        year: Int, month: Int, day: Int
    ) {
        let isLeap = day.year % 400 == 0 || (day.year % 4 == 0 && day.year % 100 != 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if day.day < lengths[day.month - 1] { return (day.year, day.month, day.day + 1) }
        return day.month < 12 ? (day.year, day.month + 1, 1) : (day.year + 1, 1, 1)
    }

    @Test(
        "Known days",
        arguments: [
            ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-11-22", 20_779, 7),
            ("1969-12-31", -1, 3),
            ("1600-02-29", -135_081, 2),
        ])
    func known(text: String, days: Int, weekday: Int) throws {
        let date = try #require(CalendarDate(text))
        #expect(date.daysSinceEpoch == days)
        #expect(date.weekday == weekday)
        #expect(date.description == text)
    }

    @Test(
        "A leap day exists in leap years only",
        arguments: [(1900, false), (2000, true), (2024, true), (2026, false), (2100, false)])
    func leapYears(year: Int, isLeap: Bool) {
        #expect((CalendarDate(year: year, month: 2, day: 29) != nil) == isLeap)
        #expect(
            CalendarDate(year: year, month: 2, day: 28)?.adding(days: 1).components.month
                == (isLeap ? 2 : 3))
    }

    @Test(
        "Anything but YYYY-MM-DD of a real day is refused",
        arguments: [
            "", "2026-1-1", "2026-13-01", "2026-00-10", "2026-04-31", "2026-02-29", "2026-11-00",
            "0000-01-01",
            "2026/11/22", "20261122", "2026-11-22T00:00", " 2026-11-22", "+026-11-22", "2026-11-2２",
            "٢٠٢٦-11-22", "2026-11-32", "-001-01-01",
        ])
    func refuses(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test(
        "Instants are written in UTC, with milliseconds where there are any",
        arguments: [
            (0.0, "1970-01-01T00:00:00Z"), (1_763_808_600.0, "2025-11-22T10:50:00Z"),
            (-1.0, "1969-12-31T23:59:59Z"),
            (-0.5, "1969-12-31T23:59:59.500Z"), (1.25, "1970-01-01T00:00:01.250Z"),
            (86_399.999, "1970-01-01T23:59:59.999Z"),
            (-86_400.0, "1969-12-31T00:00:00Z"), (951_782_400.007, "2000-02-29T00:00:00.007Z"),
        ])
    func rfc3339(seconds: Double, text: String) {
        #expect(Date(timeIntervalSince1970: seconds).rfc3339 == text)
    }

    @Test("Instants agree with Foundation's own writing")
    func rfc3339AgreesWithFoundation() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let date = Date(
                timeIntervalSince1970: Double(
                    Int.random(in: -9_000_000_000...200_000_000_000, using: &generator)))
            #expect(date.rfc3339 == date.formatted(.iso8601))
        }
    }
}

@Suite("Stay dates")
struct StayDatesTests {
    @Test("The nights are the days from check-in up to check-out", arguments: 1...StayDates.nightsMax)
    func nights(count: Int) throws {
        let checkIn = try #require(CalendarDate("2024-02-20"))
        let stay = try StayDates(checkIn: checkIn, checkOut: checkIn.adding(days: count))
        #expect(stay.nightCount == count)
        #expect(stay.nights.count == count)
        #expect(stay.nights.first == checkIn)
        #expect(stay.nights.last == stay.checkOut.adding(days: -1))
        #expect(
            zip(stay.nights, stay.nights.dropFirst()).allSatisfy {
                $1.daysSinceEpoch - $0.daysSinceEpoch == 1
            })
    }

    @Test("A stay of no night, one backwards and one too long are refused, each by its name")
    func refuses() throws {
        let day = try #require(CalendarDate("2026-06-01"))
        #expect(throws: StayDates.Fault.checkOutNotAfterCheckIn) {
            try StayDates(checkIn: day, checkOut: day)
        }
        #expect(throws: StayDates.Fault.checkOutNotAfterCheckIn) {
            try StayDates(checkIn: day, checkOut: day.adding(days: -1))
        }
        #expect(throws: StayDates.Fault.tooManyNights) {
            try StayDates(checkIn: day, checkOut: day.adding(days: StayDates.nightsMax + 1))
        }
    }
}
