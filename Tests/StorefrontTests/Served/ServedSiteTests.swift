import Foundation
import Localization
import Postgres
import Storefront
import Tenancy
import TestSupport
import Testing

@Suite("A site as browsers see it") struct ServedSiteTests {
    @Test("from the front page to a printed proof without a script, in each partner's brand and language")
    func journey() async throws {
        try await TwoSites.with { sites in
            for (partner, language) in [(sites.first, "de"), (sites.second, "ja")] {
                let browser = sites.browser(partner)
                let journey = Journey(browser: browser, language: language)
                let home = try await browser.open("/", language: language)
                let name = partner.definition.name[partner.definition.locales[0]] ?? ""
                var pages = [
                    home, try await journey.results(), try await journey.hotel(), try await journey.checkout(),
                    try await journey.review(),
                ]
                let confirmation = try await journey.confirmation()
                pages.append(confirmation)
                for page in pages {
                    #expect(page.status == 200, "\(page.title)")
                    #expect(page.html.contains("<html lang=\"\(language)\""))
                    #expect(page.title.contains(name), "\(page.title)")
                    #expect(!page.html.contains("⟦") && !page.html.contains("{{"), "\(page.title)")
                    #expect(page.html.firstMatch(of: />\s*[a-z_]+\.[a-z_.]+\s*</) == nil, "\(page.title) shows a key")
                }
                #expect(pages.map(\.isHidden) == [false, true, true, true, true, true])
                #expect(confirmation.html.contains("ada@example.com"))
                #expect(confirmation.html.contains(language == "ja" ? "Lovelace Ada" : "Ada Lovelace"))
                let booked = try await sites.fleet.tenants.scope(partner.entry).run(
                    "select state from bookings where state = 'confirmed'")
                #expect(booked.count == 1)
            }
        }
    }

    @Test("all faults of the checkout stand beside their fields, and what was typed stays")
    func faults() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.first), language: "de")
            let form = try #require(try await journey.checkout().form("/checkout"))
            let page = try await journey.browser.submit(
                form, [("traveller_1_given", "Ada<b>"), ("email", "ada"), ("phone", "12"), ("notes", "x")])
            #expect(page.status == 422)
            for id in ["traveller-1-family", "email", "phone", "terms"] {
                #expect(page.html.contains("href=\"#\(id)\""), "\(id)")
                #expect(page.html.contains("id=\"\(id)-error\""), "\(id)")
            }
            #expect(page.html.contains("value=\"Ada&lt;b&gt;\"") && page.html.contains("value=\"ada\""))
            let bookings = try await sites.rows("select booking_id from bookings", of: sites.first)
            #expect(bookings.isEmpty)
        }
    }

    @Test("a form sent twice, also at the same time, makes one booking and leads both to it")
    func twice() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.second), language: "ja")
            let form = try #require(try await journey.checkout().form("/checkout"))
            let fields = form.hidden + Journey.traveller
            async let first = journey.browser.post(form.action, fields)
            async let second = journey.browser.post(form.action, fields)
            let places = try await [first.location, second.location]
            let third = try await journey.browser.post(form.action, fields)
            #expect(places[0] != nil && places[0] == places[1] && third.location == places[0])
            #expect(try await journey.browser.open(try #require(third.location)).status == 200)
            let bookings = try await sites.rows("select booking_id from bookings", of: sites.second)
            #expect(bookings.count == 1)
        }
    }

    @Test("full-width and Arabic-Indic digits are digits in dates, ages and phones")
    func digits() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.second), language: "ja")
            let page = try await journey.results("&room_1_children=%EF%BC%94%E3%80%81%D9%A9")
            #expect(page.status == 200 && page.links("/ja/hotels/").contains { $0.contains("room=2%2C4%2C9") })
        }
    }
}
