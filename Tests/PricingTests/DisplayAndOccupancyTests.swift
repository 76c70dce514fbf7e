import Pricing
import Testing
import Vocabulary

@Suite("Prices shown in another currency")
struct ExchangeRatesTests {
    private let file = "date,2026-11-20\n# units for one euro\nEUR,1\nUSD,1.25\nJPY,160\nKWD,0.35\n"

    @Test(
        "an amount is converted over the decimals of both, half to even, with the day of its rate",
        arguments: [
            (Money(minor: 10_000, .eur), CurrencyCode.usd, 12_500), (Money(minor: 10_000, .eur), .jpy, 16_000),
            (Money(minor: 16_000, .jpy), .eur, 10_000), (Money(minor: 10_000, .eur), .kwd, 35_000),
            (Money(minor: 1000, .kwd), .usd, 357), (Money(minor: 2, .eur), .usd, 2), (Money(minor: 6, .eur), .usd, 8),
            (Money(minor: -2, .eur), .usd, -2), (Money(minor: Money.minorMax, .eur), .jpy, 14_400_000_000_000),
            (Money(minor: 4242, .eur), .eur, 4242),
        ])
    func conversion(money: Money, currency: CurrencyCode, expected: Int) throws {
        let shown = try #require(try ExchangeRates(file: file).approximate(money, in: currency))
        #expect(shown.money == Money(minor: expected, currency))
        #expect(shown.rateDate.description == "2026-11-20")
    }

    @Test("a currency without a rate is not guessed")
    func missing() throws {
        #expect(try ExchangeRates(file: file).approximate(Money(minor: 1, .eur), in: .rub) == nil)
    }

    @Test(
        "a faulty file names the line",
        arguments: [
            ("EUR,1", 1, ExchangeRates.Fault.Reason.noDate), ("date,2026-02-30\nEUR,1", 1, .noDate),
            ("date,2026-11-20\nEUR,1\nXXX,2", 3, .badCurrency), ("date,2026-11-20\nEUR,1,2", 2, .badCurrency),
            ("date,2026-11-20\nEUR,0", 2, .badRate), ("date,2026-11-20\nEUR,-1", 2, .badRate),
            ("date,2026-11-20\nEUR,1e3", 2, .badRate), ("date,2026-11-20\nEUR,1.", 2, .badRate),
            ("date,2026-11-20\nEUR,1.1234567890", 2, .badRate), ("date,2026-11-20\nEUR,1\nEUR,1", 3, .doubled),
        ])
    func faults(text: String, line: Int, reason: ExchangeRates.Fault.Reason) {
        #expect(throws: ExchangeRates.Fault(line: line, reason: reason)) { try ExchangeRates(file: text) }
    }
}

@Suite("Who sleeps in a room")
struct OccupancyTests {
    @Test("adults, then the children's ages", arguments: ["1", "2", "2,4,9", "8", "3,0,17"])
    func accepted(text: String) throws {
        #expect(try #require(Occupancy(text)).description == text)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "0", "9", "2,", ",2", "2,18", "2,-1", "2, 4", "+2", "٢", "2,1,1,1,1,1,1,1", "4,1,1,1,1,1,1", "a",
        ])
    func refused(text: String) { #expect(Occupancy(text) == nil) }
}
