import Foundation
import Pricing
import Testing
import Vocabulary

@testable import Payments

@Suite("Stays paid by card in every kind of currency")
struct CurrencyCaseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let code: String
        let checkIn: String
        let nights: Int
        /// Minor units a night, before 12.34 % on top.
        let rate: Int
        let total: Int
        /// As Stripe counts it.
        let units: Int
        /// A third of it, lost.
        let penalty: Int

        var testDescription: String { "\(code), \(checkIn), \(nights) nights" }
    }

    /// Without decimals, with two, with three; those that Stripe counts otherwise than ISO 4217; over 29 February, over
    /// both changes of the clock, over the end of a year.
    private static let cases = [
        Case(code: "EUR", checkIn: "2028-02-27", nights: 3, rate: 9_999, total: 33_699, units: 33_699, penalty: 11_232),
        Case(
            code: "JPY", checkIn: "2027-12-30", nights: 4, rate: 12_345, total: 55_472, units: 55_472, penalty: 18_489),
        // Of three decimals the last is a nought on cards.
        Case(
            code: "KWD", checkIn: "2027-03-27", nights: 2, rate: 33_333, total: 74_900, units: 74_900, penalty: 24_960),
        Case(
            code: "TND", checkIn: "2027-10-30", nights: 2, rate: 100_001, total: 224_680, units: 224_680,
            penalty: 74_880),
        // No decimals by ISO 4217, two at Stripe.
        Case(
            code: "ISK", checkIn: "2028-02-28", nights: 2, rate: 20_001, total: 44_938, units: 4_493_800,
            penalty: 14_978),
        Case(
            code: "UGX", checkIn: "2027-03-14", nights: 1, rate: 350_007, total: 393_198, units: 39_319_800,
            penalty: 131_053),
        Case(
            code: "HUF", checkIn: "2027-11-06", nights: 2, rate: 2_500_050, total: 5_617_112, units: 5_617_112,
            penalty: 1_872_183),
        // Two by ISO 4217, none at Stripe.
        Case(
            code: "MGA", checkIn: "2027-06-01", nights: 1, rate: 20_000_033, total: 22_468_000, units: 224_680,
            penalty: 7_488_500),
    ]

    @Test("Nights, totals, units at the processor, and what is left to give back", arguments: cases)
    func counted(_ one: Case) throws {
        let currency = try #require(CurrencyCode(one.code))
        let arrival = try #require(CalendarDate(one.checkIn))
        let stay = try StayDates(checkIn: arrival, checkOut: arrival.adding(days: one.nights))
        #expect(stay.nightCount == one.nights && Set(stay.nights).count == one.nights)
        let rate = RoomRate(
            currency: currency, nightlyMinor: Array(repeating: one.rate, count: one.nights), adultsIncluded: 2,
            extraAdultMinor: 0, childBands: [], markupBasisPoints: 1_234, payable: .now)
        let quote = RoomQuote(stay: stay, occupancy: try Occupancy(adults: 2), rate: rate, charges: [])
        #expect(quote.price.total.minor == one.total)
        #expect(ProcessorAmount.units(of: quote.price.dueNow) == one.units)
        #expect(ProcessorAmount.money(one.units, currency) == quote.price.dueNow)
        let terms = try CancellationTerms(
            [CancellationRule(begins: .booking, penalty: .percent(3_333))], quote: quote, checkIn: arrival,
            checkInFrom: LocalTime(minutesSinceMidnight: 15 * 60), zone: "Pacific/Auckland")
        let lost = terms.penalty(at: .distantFuture)
        #expect(lost.minor == one.penalty)
        let left = quote.price.dueNow - lost
        let units = try #require(ProcessorAmount.units(of: left), "\(left) can not be given back to a card")
        #expect(ProcessorAmount.money(units, currency) == left)
    }

    @Test("Currencies that no card is charged in are refused, not rounded", arguments: ["IQD", "CLF", "LYD", "VES"])
    func refused(_ code: String) throws {
        let currency = try #require(CurrencyCode(code))
        #expect(ProcessorAmount.units(of: Money(minor: 100_000, currency)) == nil)
    }
}
