import Pricing
import TestSupport
import Testing
import Vocabulary

@Suite("What holds of every conversion")
struct ConversionPropertyTests {
    private static let currencies = ["EUR", "USD", "JPY", "KWD", "IQD", "CLF", "GBP", "VND"].compactMap(
        CurrencyCode.init)
    private static let rounds = 20_000

    private struct Case {
        let rates: ExchangeRates
        let from: CurrencyCode
        let to: CurrencyCode
        let money: Money
        let margin: Int
    }

    /// Rates of every magnitude that there is, and amounts from nought to the largest.
    private static func cases(seed: UInt64) -> [Case] {
        var random = SeededGenerator(seed: seed)
        return (0..<rounds).map { _ in
            var perEuro: [CurrencyCode: ExchangeRate] = [:]
            for currency in currencies where currency != .eur {
                let power = Int.random(in: 0...9, using: &random)
                let digits = Int.random(in: 1...9_999, using: &random)
                // 0.001 to 9999000: six digits behind the point, moved by a power of ten.
                let billionths = max(1_000_000, min(digits * Self.tens[power] * 100, 10_000_000_000_000_000))
                let (whole, rest) = billionths.quotientAndRemainder(dividingBy: 1_000_000_000)
                perEuro[currency] = try? ExchangeRate("\(whole).\(String(rest + 1_000_000_000).dropFirst())")
            }
            let from = currencies.randomElement(using: &random) ?? .eur
            let magnitude = Int.random(in: 0...12, using: &random)
            let minor = Int.random(in: 0...9 * Self.tens[magnitude], using: &random)
            return Case(
                rates: ExchangeRates(date: CalendarDate(daysSinceEpoch: 20_000), perEuro: perEuro), from: from,
                to: currencies.randomElement(using: &random) ?? .usd,
                money: Money(minor: Bool.random(using: &random) ? minor : -minor, from),
                margin: Int.random(in: 0...DisplayRate.marginBasisPointsMax, using: &random))
        }
    }

    private static let tens = (0...15).map { power in (0..<power).reduce(1) { product, _ in product * 10 } }

    /// As an exact fraction over 10^18, by text, so that nothing of the code under test is used to judge it.
    private static func billionths(_ rate: ExchangeRate?) -> Int128 {
        let parts = (rate?.description ?? "1").split(separator: ".")
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        let noughts = String(repeating: "0", count: 9 - fraction.count)
        return Int128("\(parts[0])\(fraction)\(noughts)") ?? 0
    }

    @Test("the amount shown is the nearest there is to the exact one, away from zero where two are, with any margin")
    func nearest() throws {
        for one in Self.cases(seed: 1) {
            let rate = try #require(
                one.rates.display(one.to, of: one.from, marginBasisPoints: one.margin, source: "ecb"))
            guard let shown = rate.shown(one.money) else { continue }
            let numerator =
                Int128(one.money.minor.magnitude) * Self.billionths(rate.shownPerEuro)
                * Int128(one.to.minorPerMajor) * Int128(10_000 + one.margin)
            let denominator =
                Self.billionths(rate.chargedPerEuro) * Int128(one.from.minorPerMajor) * 10_000
            // |shown · d − n| · 2 ≤ d, and at half it is the larger one.
            let difference = Int128(shown.minor.magnitude) * denominator - numerator
            #expect(difference * 2 <= denominator && difference * 2 > -denominator, "\(one.money) in \(one.to)")
            #expect(shown.minor == 0 || (shown.minor < 0) == (one.money.minor < 0))
            #expect(shown.currency == one.to && shown.minor.magnitude <= Money.minorMax)
        }
    }

    @Test("there and back loses at most half of a minor unit of the other currency, and half of one's own")
    func roundTrip() throws {
        var count = 0
        for one in Self.cases(seed: 2) {
            guard let there = one.rates.convert(one.money, to: one.to),
                let back = one.rates.convert(there, to: one.from)
            else { continue }
            let unit = Self.billionths(one.rates[one.from]) * Int128(one.from.minorPerMajor)
            let other = Self.billionths(one.rates[one.to]) * Int128(one.to.minorPerMajor)
            // Half a unit there is unit / (2 · other) units here.
            let lost = Int128((back.minor - one.money.minor).magnitude)
            #expect((2 * lost - 1) * other <= unit, "\(one.money) in \(one.to) and back")
            count += 1
        }
        #expect(count > Self.rounds / 2)
    }

    @Test("by way of the euro or of any third currency comes to the same but for what was rounded on the way")
    func triangles() throws {
        for (index, one) in Self.cases(seed: 3).enumerated() {
            let third = Self.currencies[index % Self.currencies.count]
            guard let straight = one.rates.convert(one.money, to: one.to),
                let around = one.rates.convert(one.money, to: third).flatMap({ one.rates.convert($0, to: one.to) })
            else { continue }
            let unit = Self.billionths(one.rates[one.to]) * Int128(one.to.minorPerMajor)
            let way = Self.billionths(one.rates[third]) * Int128(third.minorPerMajor)
            let apart = Int128((straight.minor - around.minor).magnitude)
            // Half a unit on the way, half of one at either end.
            #expect((apart - 1) * 2 * way <= unit, "\(one.money) by \(third) in \(one.to)")
        }
    }

    @Test("the same currency is the same amount, more is never shown as less, and the larger margin never as less")
    func order() throws {
        for one in Self.cases(seed: 4) {
            #expect(one.rates.convert(one.money, to: one.from) == one.money)
            let plus = Money(minor: one.money.minor + 1, one.from)
            if let less = one.rates.convert(one.money, to: one.to), let more = one.rates.convert(plus, to: one.to) {
                #expect(less.minor <= more.minor)
            }
            let bare = one.rates.display(one.to, of: one.from, source: "ecb")?.shown(one.money)
            let dear = one.rates.display(one.to, of: one.from, marginBasisPoints: one.margin, source: "ecb")?
                .shown(one.money)
            if let bare, let dear { #expect(bare.minor.magnitude <= dear.minor.magnitude) }
        }
    }

    @Test("no rate that there is and no amount that is stored overflows")
    func extremes() throws {
        let (least, most) = (try ExchangeRate(ExchangeRate.least), try ExchangeRate(ExchangeRate.most))
        let four = try #require(CurrencyCode("CLF"))
        for (from, to) in [(least, most), (most, least), (most, most), (least, least)] {
            let rates = ExchangeRates(
                date: CalendarDate(daysSinceEpoch: 0), perEuro: [.jpy: from, four: to, .kwd: from, .usd: to])
            for (one, other) in [(CurrencyCode.jpy, four), (four, .jpy), (.kwd, .usd), (.usd, .kwd)] {
                for minor in [Money.minorMax, -Money.minorMax, 1, 0, -1] {
                    let rate = rates.display(
                        other, of: one, marginBasisPoints: DisplayRate.marginBasisPointsMax, source: "ecb")
                    if let shown = rate?.shown(Money(minor: minor, one)) {
                        #expect(shown.minor.magnitude <= Money.minorMax)
                    }
                }
            }
        }
    }
}
