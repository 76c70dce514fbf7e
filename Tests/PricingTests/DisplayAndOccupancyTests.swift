import Pricing
import Testing
import Vocabulary

@Suite("Prices shown in another currency")
struct ExchangeRatesTests {
    private let file = "date,2026-11-20\n# units for one euro\nEUR,1\nUSD,1.25\nJPY,160\nKWD,0.35\nIQD,1415.5\n"

    @Test(
        "an amount is converted over the decimals of both, half away from zero",
        arguments: [
            (Money(minor: 10_000, .eur), CurrencyCode.usd, 12_500), (Money(minor: 10_000, .eur), .jpy, 16_000),
            (Money(minor: 16_000, .jpy), .eur, 10_000), (Money(minor: 10_000, .eur), .kwd, 35_000),
            (Money(minor: 1000, .kwd), .usd, 357), (Money(minor: 2, .eur), .usd, 3), (Money(minor: 6, .eur), .usd, 8),
            (Money(minor: -2, .eur), .usd, -3), (Money(minor: Money.minorMax / 2, .eur), .jpy, 7_200_000_000_000),
            (Money(minor: 4242, .eur), .eur, 4242), (Money(minor: 100, .eur), CurrencyCode("IQD")!, 1_415_500),
        ])
    func conversion(money: Money, currency: CurrencyCode, expected: Int) throws {
        #expect(try ExchangeRates(file: file).convert(money, to: currency) == Money(minor: expected, currency))
    }

    @Test("a partner's margin is on top, and the whole is rounded once")
    func margin() throws {
        let rates = try ExchangeRates(file: file)
        func shown(_ minor: Int, _ margin: Int) -> Int? {
            rates.display(.usd, of: .eur, marginBasisPoints: margin, source: "ecb")?.shown(Money(minor: minor, .eur))?
                .minor
        }
        #expect(shown(10_000, 0) == 12_500 && shown(10_000, 150) == 12_688 && shown(10_000, 2_000) == 15_000)
        // 1.25 · 1.0001 is 1.250125: rounded in two steps it would be another amount.
        #expect(shown(2, 1) == 3 && shown(3_999, 1) == 4_999)
    }

    @Test("a currency without a rate is not guessed, and no amount beyond what we store is shown")
    func missing() throws {
        let rates = try ExchangeRates(file: file)
        #expect(rates.convert(Money(minor: 1, .eur), to: .rub) == nil)
        #expect(rates.convert(Money(minor: Money.minorMax, .eur), to: .jpy) == nil)
        #expect(rates.convert(Money(minor: .max, .eur), to: .usd) == nil)
        #expect(rates.convert(Money(minor: .min, .eur), to: .usd) == nil)
        let rate = rates.display(.usd, of: .eur, source: "ecb")
        #expect(rate?.shown(Money(minor: 1, .jpy)) == nil)
    }

    @Test("a rate is a plain decimal number of a magnitude that there is")
    func rates() throws {
        for text in ["1.0843", "0.001", "10000000", "164.95", "1.123456789"] {
            #expect(try ExchangeRate(text).description == text)
        }
        #expect(try ExchangeRate("1.500").description == "1.5")
        #expect(try ExchangeRate("2.0").description == "2")
        for text in ["", "-1", "+1", "1.", ".5", "1e3", "1,5", " 1", "0x1", "1.1234567891", "1234567890", "٣", "1.٣"] {
            #expect(throws: ExchangeRate.Fault.form) { try ExchangeRate(text) }
        }
        for text in ["0", "0.000999999", "10000000.000000001", "999999999"] {
            #expect(throws: ExchangeRate.Fault.magnitude) { try ExchangeRate(text) }
        }
    }

    @Test(
        "a faulty file names the line",
        arguments: [
            ("EUR,1", 1, ExchangeRates.Fault.Reason.noDate), ("date,2026-02-30\nEUR,1", 1, .noDate),
            ("date,2026-11-20\nEUR,1\nXXX,2", 3, .badCurrency), ("date,2026-11-20\nEUR,1,2", 2, .badCurrency),
            ("date,2026-11-20\nEUR,2", 2, .badRate), ("date,2026-11-20\nUSD,0", 2, .badRate),
            ("date,2026-11-20\nUSD,-1", 2, .badRate), ("date,2026-11-20\nUSD,1e3", 2, .badRate),
            ("date,2026-11-20\nEUR,1\nEUR,1", 3, .doubled),
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
