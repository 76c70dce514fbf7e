import Foundation
import Pricing
import Testing
import Vocabulary

@Suite("Giving a stay back")
struct CancellationTests {
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }
    private func time(_ text: String) throws -> LocalTime { try #require(LocalTime(text)) }

    @Test(
        "a time on the property's clock is one instant, also on the days when the clock changes",
        arguments: [
            ("2027-01-15", "18:00", "Europe/Paris", "2027-01-15T17:00:00Z"),
            // Put forward from 02:00 to 03:00: 02:30 moves to 03:30.
            ("2027-03-28", "02:30", "Europe/Paris", "2027-03-28T01:30:00Z"),
            ("2027-03-28", "03:00", "Europe/Paris", "2027-03-28T01:00:00Z"),
            ("2027-03-28", "01:59", "Europe/Paris", "2027-03-28T00:59:00Z"),
            // Put back from 03:00 to 02:00: 02:30 comes twice, the later counts.
            ("2027-10-31", "02:30", "Europe/Paris", "2027-10-31T01:30:00Z"),
            ("2027-11-07", "01:30", "America/New_York", "2027-11-07T06:30:00Z"),
            ("2027-03-14", "02:30", "America/New_York", "2027-03-14T07:30:00Z"),
            // Half an hour of daylight saving.
            ("2027-10-03", "02:15", "Australia/Lord_Howe", "2027-10-02T15:45:00Z"),
            // Either side of the date line, and a day that Samoa left out.
            ("2027-06-01", "00:00", "Pacific/Kiritimati", "2027-05-31T10:00:00Z"),
            ("2027-06-01", "00:00", "Pacific/Pago_Pago", "2027-06-01T11:00:00Z"),
            ("2011-12-30", "12:00", "Pacific/Apia", "2011-12-30T22:00:00Z"),
            // Zones whose rules changed lately: no summer time in Mexico, one in Egypt, Almaty at +5.
            ("2027-07-01", "12:00", "America/Mexico_City", "2027-07-01T18:00:00Z"),
            ("2027-07-01", "12:00", "Africa/Cairo", "2027-07-01T09:00:00Z"),
            ("2027-07-01", "12:00", "Asia/Almaty", "2027-07-01T07:00:00Z"),
            ("2028-02-29", "16:00", "Asia/Tokyo", "2028-02-29T07:00:00Z"),
            ("2027-07-01", "12:00", "Asia/Kathmandu", "2027-07-01T06:15:00Z"),
        ])
    func instants(date: String, clock: String, zone: String, expected: String) throws {
        let deadline = try Deadline(date: day(date), time: time(clock), zone: zone)
        #expect(deadline.instant.rfc3339 == expected)
        #expect(deadline.date.description == date && deadline.time.description == clock)
    }

    @Test("a zone that does not exist is a fault, not UTC")
    func unknownZone() throws {
        let date = try day("2027-01-01")
        #expect(throws: Deadline.Fault.unknownZone("Mars/Olympus")) {
            try Deadline(date: date, time: LocalTime(minutesSinceMidnight: 0), zone: "Mars/Olympus")
        }
    }

    @Test("an instant read on the property's clock is that instant again")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 3)
        for zone in ["Europe/Paris", "Asia/Kolkata", "Pacific/Kiritimati", "America/St_Johns", "Africa/Casablanca"] {
            for _ in 0..<200 {
                let instant = Date(timeIntervalSince1970: Double(Int.random(in: 0...40_000_000, using: &random) * 60))
                let read = try Deadline(instant: instant, zone: zone)
                let again = try Deadline(date: read.date, time: read.time, zone: zone)
                // Within an hour that comes twice the later one is meant.
                #expect([0, 3600].contains(again.instant.timeIntervalSince(instant)), "\(zone) \(instant)")
            }
        }
    }

    private func quote(_ nightly: [Int], from checkIn: String) throws -> RoomQuote {
        let first = try day(checkIn)
        let rate = RoomRate(
            currency: .eur, nightlyMinor: nightly, adultsIncluded: 2, extraAdultMinor: 0, childBands: [],
            markupBasisPoints: 0, payable: .atProperty)
        let cityTax = StayCharge(
            code: "city_tax", kind: .tax, basis: .perRoomNight, value: 500, nightsMax: nil, fromAge: 0,
            isIncluded: false, payable: .atProperty)
        return RoomQuote(
            stay: try StayDates(checkIn: first, checkOut: first.adding(days: nightly.count)),
            occupancy: try Occupancy(adults: 2), rate: rate, charges: [cityTax])
    }

    private func terms(_ rules: [CancellationRule], _ quote: RoomQuote) throws -> CancellationTerms {
        try CancellationTerms(
            rules, quote: quote, checkIn: quote.nightly[0].date, checkInFrom: time("15:00"), zone: "Europe/Paris")
    }

    @Test("the penalty grows from window to window, each begun at its instant")
    func windows() throws {
        let quote = try quote([10_000, 20_000], from: "2027-03-30")
        let terms = try terms(
            [
                .init(begins: .hours(24), penalty: .percent(10_000)),
                .init(begins: .days(2, time("18:00")), penalty: .nights(1)),
            ], quote)
        // 18:00 on 28 March is in summer time, begun that morning.
        let first = try Deadline(date: day("2027-03-28"), time: time("18:00"), zone: "Europe/Paris")
        #expect(first.instant.rfc3339 == "2027-03-28T16:00:00Z")
        #expect(terms.penalty(at: first.instant - 1).minor == 0)
        #expect(terms.freeUntil(at: first.instant - 1) == first)
        #expect(terms.penalty(at: first.instant).minor == 10_000)
        #expect(terms.freeUntil(at: first.instant) == nil)
        let last = try #require(terms.windows.last?.begins)
        #expect(last.description == "2027-03-29 15:00 Europe/Paris")
        #expect(terms.penalty(at: last.instant) == quote.price.total)
    }

    @Test("hours before check-in are elapsed hours, whatever the clock does meanwhile")
    func hoursAcrossClockChange() throws {
        let quote = try quote([10_000], from: "2027-03-28")
        let terms = try terms([.init(begins: .hours(24), penalty: .nights(1))], quote)
        #expect(terms.windows.first?.begins?.description == "2027-03-27 14:00 Europe/Paris")
    }

    @Test("a penalty is never more than the room's total")
    func cap() throws {
        let quote = try quote([10_000], from: "2027-05-01")
        for penalty: CancellationRule.Penalty in [.nights(5), .amount(99_999), .percent(10_000)] {
            let lost = try terms([.init(begins: .booking, penalty: penalty)], quote).penalty(at: .distantPast)
            #expect(lost.minor <= quote.price.total.minor && lost.minor >= 10_000)
        }
    }

    @Test("rooms with terms of their own lose together the sum of what each loses")
    func combined() throws {
        let one = try quote([10_000, 10_000], from: "2027-05-10")
        let flexible = try terms([.init(begins: .days(1, time("18:00")), penalty: .nights(1))], one)
        let strict = try terms(
            [
                .init(begins: .booking, penalty: .percent(5000)),
                .init(begins: .days(3, time("12:00")), penalty: .percent(10_000)),
            ],
            one)
        let both = CancellationTerms.combined([flexible, strict], currency: .eur)
        for window in flexible.windows + strict.windows {
            for shift in [-60.0, 0, 60] {
                let moment = (window.begins?.instant ?? Date(timeIntervalSince1970: 0)) + shift
                #expect(both.penalty(at: moment) == flexible.penalty(at: moment) + strict.penalty(at: moment))
            }
        }
        #expect(both.windows.count == 3)
    }
}
