import Foundation
import Postgres
import Pricing
import Rates
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Prices in a visitor's own currency, by the rates in force") struct ExchangeRateTests {
    private static func rates(_ usd: String, daysAgo: Int = 0) throws -> ExchangeRates {
        let pound = try #require(CurrencyCode("GBP"))
        let today = RateStaleness.today(WallClock.system.now())
        return ExchangeRates(
            date: today.adding(days: -daysAgo),
            perEuro: [.usd: try ExchangeRate(usd), pound: try ExchangeRate("0.8")])
    }

    /// `≈ $123.40` as the page has it.
    private static func shown(_ page: Page) -> [String] {
        page.html.matches(of: /≈ \$[0-9,.]+/).map { String($0.output) }
    }

    private static func total(_ page: Page) throws -> Int {
        let amount = try #require(page.html.firstMatch(of: /<strong class="amount"><bdi>£([0-9,.]+)<\/bdi>/)).1
        return try #require(Int(amount.filter(\.isNumber)))
    }

    @Test("the partner's margin is on top and told as that, beside what is charged")
    func margin() async throws {
        try await TwoSites.with(second: "halfway", displayMargin: 150) { sites in
            sites.rates.put(try Self.rates("1.25"), .ecb)
            let journey = Journey(browser: sites.browser(sites.second), language: "en")
            _ = try await journey.browser.open(
                try #require(try await journey.results().links("choose?currency=USD").first))
            let results = try await journey.results()
            #expect(results.html.contains("plus 1.5%") && results.html.contains("You will be charged in GBP"))
            let held = try await journey.review()
            let rate = try #require(
                try Self.rates("1.25").display(.usd, of: .gbp, marginBasisPoints: 150, source: "ecb"))
            let expected = try #require(rate.shown(Money(minor: try Self.total(held), .gbp)))
            let digits = try #require(Self.shown(held).first).filter(\.isNumber)
            #expect(digits == "\(expected.minor)")
            #expect(held.html.contains("plus 1.5%, charged in GBP"))
            let stored = try await sites.rows(
                "select conditions -> 'display' ->> 'margin_basis_points' as margin from bookings", of: sites.second
            ).only()
            #expect(try stored.get("margin", as: String.self) == "150")
        }
    }

    @Test("what was shown when rooms were held is shown for good, whatever rates, currency and age come after")
    func frozen() async throws {
        try await TwoSites.with(second: "halfway") { sites in
            sites.rates.put(try Self.rates("1.25"), .ecb)
            let journey = Journey(browser: sites.browser(sites.second), language: "en")
            _ = try await journey.browser.open(
                try #require(try await journey.results().links("choose?currency=USD").first))
            let held = try await journey.review()
            let amount = try #require(Self.shown(held).first)
            #expect(!held.html.contains(" plus "))

            sites.rates.put(try Self.rates("2.5"), .ecb)
            let confirmed = try await journey.browser.submit(try #require(held.form("/confirm")))
            #expect(Self.shown(confirmed) == [amount])
            let other = try #require(Self.shown(try await journey.results()).first)
            #expect(other != amount)

            // Too old to be shown, and another currency chosen: the booking keeps its own.
            sites.rates.put(try Self.rates("2.5", daysAgo: 30), .ecb)
            let link = try #require(confirmed.links("/en/bookings/").first { !$0.hasSuffix("/confirmation") })
            #expect(Self.shown(try await journey.browser.open(link)) == [amount])
            _ = try await journey.browser.open(
                try #require(try await journey.results().links("choose?currency=GBP").first))
            #expect(Self.shown(try await journey.browser.open(link)) == [amount])
        }
    }

    @Test("rates that come while names are typed change nothing of what was shown beside the form")
    func meanwhile() async throws {
        try await TwoSites.with(second: "halfway") { sites in
            sites.rates.put(try Self.rates("1.25"), .ecb)
            let journey = Journey(browser: sites.browser(sites.second), language: "en")
            _ = try await journey.browser.open(
                try #require(try await journey.results().links("choose?currency=USD").first))
            let checkout = try await journey.checkout()
            let amount = try #require(Self.shown(checkout).first)
            sites.rates.put(try Self.rates("2.5"), .ecb)
            let form = try #require(checkout.form("/checkout"))
            #expect(Self.shown(try await journey.browser.submit(form, Journey.traveller)) == [amount])
            // A rate that never was is none: those in force hold.
            let fresh = try #require(try await journey.checkout().form("/checkout"))
            let made = try await journey.browser.submit(
                fresh, Journey.traveller + [("shown_by", "USD 2026-11-25 1 99 0 ecb")])
            let other = try #require(Self.shown(made).first)
            #expect(other != amount && !other.contains("9,9"))
        }
    }

    @Test("without rates, or with rates that are too old, what is charged stands alone, and it is told why")
    func stale() async throws {
        try await TwoSites.with(second: "halfway") { sites in
            let journey = Journey(browser: sites.browser(sites.second), language: "en")
            _ = try await journey.browser.open(
                try #require(try await journey.results().links("choose?currency=USD").first))
            let pound = try #require(CurrencyCode("GBP"))
            let none = ExchangeRates(
                date: RateStaleness.today(WallClock.system.now()), perEuro: [pound: try ExchangeRate("0.8")])
            for rates in [try Self.rates("1.25", daysAgo: 30), none] {
                sites.rates.put(rates, .ecb)
                let results = try await journey.results()
                #expect(!results.html.contains("≈") && results.html.contains("£"))
                #expect(results.html.contains("There is no current exchange rate for USD. Prices are in GBP"))
                let checkout = try await journey.checkout()
                #expect(checkout.html.contains("No current exchange rate for USD: charged in GBP."))
                let held = try await journey.browser.submit(
                    try #require(checkout.form("/checkout")), Journey.traveller)
                #expect(held.status == 200 && !held.html.contains("≈"))
            }
            let frozen = try await sites.rows(
                "select count(*) as n from bookings where conditions ? 'display'", of: sites.second
            ).only().get("n", as: Int.self)
            #expect(frozen == 0)
            // The neighbour charges in euros and shows nothing else.
            let neighbour = try await Journey(browser: sites.browser(sites.first), language: "en").results()
            #expect(neighbour.status == 200 && !neighbour.html.contains("exchange rate"))
        }
    }
}
