import Foundation
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Billing

@Suite("What a month comes to")
struct BillTests {
    static func terms(
        _ currency: CurrencyCode = .eur, plan: Int = 9_900, tax: Int = 1_900, usage: MeteredUsage? = nil
    ) -> BillingDefinition {
        BillingDefinition(
            plan: .pro, currency: currency, planFeeMinor: plan, platformFeeBasisPoints: 250,
            tax: InvoiceTax(name: LocalizedText([.english: "VAT"]), basisPoints: tax), cycle: .monthly,
            markupBasisPoints: 0, stayTaxes: [], usage: usage)
    }

    private static func period(_ text: String) throws -> BillingPeriod { try #require(BillingPeriod(text)) }
    private static func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private static func bill(
        _ terms: BillingDefinition, _ month: String = "2026-05", begun: CalendarDate? = nil, fees: [FeeSum] = [],
        calls: Int = 0, rates: ExchangeRates? = nil
    ) throws -> Bill {
        try Bill(terms, try period(month), begun: begun, fees: fees, calls: calls, rates: rates)
    }

    @Test("lines sum to the net, net and tax to the total, in currencies of 0, 2 and 3 decimals")
    func sums() throws {
        var generator = SeededGenerator(seed: 20_261_127)
        for _ in 0..<4_000 {
            let currency = [CurrencyCode.eur, .jpy, .kwd].randomElement(using: &generator) ?? .eur
            let terms = Self.terms(
                currency, plan: Int.random(in: 0...1_000_000, using: &generator),
                tax: Int.random(in: 0...10_000, using: &generator),
                usage: MeteredUsage(
                    includedCalls: Int.random(in: 0...100_000, using: &generator),
                    priceMinorPerThousand: Int.random(in: 0...5_000, using: &generator)))
            let owed = Money(minor: Int.random(in: 0...9_000_000, using: &generator), currency)
            let month = Int.random(in: 1...12, using: &generator)
            let period = try #require(BillingPeriod(year: Int.random(in: 2024...2029, using: &generator), month: month))
            let begun = period.from.adding(days: Int.random(in: -40...40, using: &generator))
            let bill = try Bill(
                terms, period, begun: begun,
                fees: [FeeSum(owed: owed, bookings: Int.random(in: 1...900, using: &generator))],
                calls: Int.random(in: 0...5_000_000, using: &generator), rates: nil)
            #expect(bill.net.minor == bill.lines.reduce(0) { $0 + $1.amount.minor })
            #expect(bill.total == bill.net + bill.tax)
            #expect(bill.lines.allSatisfy { $0.amount.currency == currency && $0.amount.minor >= 0 })
            #expect(bill.lines.filter { $0.kind == .bookingFee }.map(\.amount) == [owed])
            let exact = Double(bill.net.minor) * Double(terms.tax.basisPoints) / 10_000
            #expect(abs(Double(bill.tax.minor) - exact) <= 0.5)
            if let plan = bill.lines.first(where: { $0.kind == .planFee }) {
                #expect(plan.amount.minor <= terms.planFeeMinor)
                #expect((1...period.days).contains(plan.quantity))
            }
        }
    }

    @Test("a site that began within the month pays for its days, the first one included")
    func begun() throws {
        let terms = Self.terms(plan: 3_100)
        #expect(try Self.bill(terms, begun: Self.day("2026-05-31")).net.minor == 100)
        #expect(try Self.bill(terms, begun: Self.day("2026-05-01")).net.minor == 3_100)
        #expect(try Self.bill(terms, begun: Self.day("2025-05-31")).net.minor == 3_100)
        #expect(try Self.bill(terms, begun: Self.day("2026-06-01")).lines.isEmpty)
        // And one that was put away, until that day.
        func until(_ last: String, begun: String? = nil) throws -> [Int] {
            try Bill(
                terms, try Self.period("2026-05"), begun: try begun.map(Self.day), ended: try Self.day(last), fees: [],
                calls: 0, rates: nil
            ).lines.map(\.amount.minor)
        }
        #expect(try until("2026-05-01") == [100])
        #expect(try until("2026-05-31") == [3_100])
        #expect(try until("2026-07-01") == [3_100])
        #expect(try until("2026-04-30") == [])
        #expect(try until("2026-05-12", begun: "2026-05-10") == [300])
        // The same day whichever length February has.
        #expect(try Self.bill(Self.terms(plan: 2_900), "2028-02", begun: Self.day("2028-02-29")).net.minor == 100)
        #expect(try Self.bill(Self.terms(plan: 2_800), "2027-02", begun: Self.day("2027-02-28")).net.minor == 100)
        #expect(try Self.bill(Self.terms(plan: 2_900), "2028-02").lines.map(\.quantity) == [29])
    }

    @Test("calls beyond those that are included cost the price of a thousand in proportion, half a unit up")
    func usage() throws {
        let terms = Self.terms(plan: 0, usage: MeteredUsage(includedCalls: 1_000, priceMinorPerThousand: 50))
        for (calls, minor) in [(0, 0), (1_000, 0), (1_009, 0), (1_010, 1), (2_000, 50), (2_029, 51), (2_030, 52)] {
            #expect(try Self.bill(terms, calls: calls).net.minor == minor, "\(calls)")
        }
        #expect(try Self.bill(Self.terms(plan: 0), calls: 9_000_000).isNothing)
    }

    @Test("fees in another currency are converted as a whole; without a rate nothing is made up")
    func converted() throws {
        let rates = ExchangeRates(
            date: try Self.day("2026-05-29"), perEuro: [.usd: try ExchangeRate("1.25")])
        let fees = [FeeSum(owed: Money(minor: 1_001, .usd), bookings: 3)]
        let line = try #require(try Self.bill(Self.terms(plan: 0), fees: fees, rates: rates).lines.first)
        #expect(line.amount == Money(minor: 801, .eur))
        #expect(line.owed == Money(minor: 1_001, .usd))
        #expect(throws: BillingError.noRate(.usd)) { try Self.bill(Self.terms(), fees: fees) }
        #expect(throws: BillingError.amountOutOfRange) {
            try Self.bill(Self.terms(plan: Money.minorMax), fees: [FeeSum(owed: Money(minor: 1, .eur), bookings: 1)])
        }
    }

    @Test("a month ends when the partner's own clock says so")
    func zones() throws {
        // The first day of March on the two sides of the date line, and after a leap day.
        let march = try Self.period("2028-02")
        let kiritimati = try march.end(in: "Pacific/Kiritimati")
        let pago = try march.end(in: "Pacific/Pago_Pago")
        #expect(pago.timeIntervalSince(kiritimati) == 25 * 3_600)
        #expect(try march.end(in: "UTC").rfc3339 == "2028-03-01T00:00:00Z")
        // The clock goes forward on the last day of March: the month is an hour shorter.
        let berlin = try Self.period("2026-03")
        let length = try berlin.end(in: "Europe/Berlin").timeIntervalSince(try berlin.before.end(in: "Europe/Berlin"))
        #expect(length == Double(31 * 24 - 1) * 3_600)
        #expect(march.until.description == "2028-03-01")
        #expect(try Self.period("2026-12").until.description == "2027-01-01")
        #expect(try Self.period("2026-01").before.description == "2025-12")
        #expect(BillingPeriod("2026-13") == nil)
    }
}
