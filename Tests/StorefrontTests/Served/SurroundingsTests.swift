import Foundation
import NIOHTTP1
import Postgres
import Storefront
import Tenancy
import TestSupport
import Testing

@Suite("What surrounds the pages") struct SurroundingsTests {
    @Test("a bare address leads to the chosen language, else the browser's, else the site's")
    func languages() async throws {
        try await TwoSites.with { sites in
            let browser = sites.browser(sites.first)
            #expect(try await browser.get("/").location == "/de")
            #expect(try await browser.get("/", language: "en-GB").location == "/en")
            let search = try await browser.get("/hotels?destination=BER", language: "en")
            #expect(search.location == "/en/hotels?destination=BER")
            #expect(try await browser.get("/legal/terms", language: "en").location == "/en/legal/terms")
            let switched = try #require(try await browser.get("/de").links("/en/choose").first)
            #expect(try await browser.get(switched).location == "/en")
            #expect(try await browser.get("/", language: "de").location == "/en")
            #expect(try await browser.get("/fr").status == 404)
        }
    }

    @Test("another currency is shown beside the price, marked and dated, and changes no form")
    func currency() async throws {
        try await TwoSites.with(second: "halfway") { sites in
            let journey = Journey(browser: sites.browser(sites.second), language: "en")
            let plain = try await journey.results()
            #expect(!plain.html.contains("≈"))
            let choice = try #require(plain.links("choose?currency=USD").first)
            let page = try await journey.browser.open(choice)
            #expect(page.html.contains("≈ $") && page.html.contains("£"))
            let before = try #require(plain.links("/en/hotels/").first)
            #expect(page.links("/en/hotels/").first == before)
            let checkout = try #require(try await journey.checkout().form("/checkout"))
            let held = try await journey.browser.submit(checkout, Journey.traveller)
            #expect(held.status == 200 && held.html.contains("≈ $"))
            let currencies: [String] = try await sites.fleet.tenants.scope(sites.second.entry)
                .run("select currency from bookings").map { try $0.get("currency") }
            #expect(currencies == ["GBP"])
        }
    }

    @Test("each host has its own robots, map, manifest, icon and style, for good under their names")
    func files() async throws {
        try await TwoSites.with { sites in
            for partner in sites.both {
                let browser = sites.browser(partner)
                let home = try await browser.open("/")
                let robots = try await browser.get("/robots.txt")
                #expect(robots.html.contains("Sitemap: http://\(partner.host)"))
                #expect(!robots.html.contains("Disallow: /\n"))
                let map = try await browser.get("/sitemap.xml")
                #expect(map.status == 200 && map.html.contains("<loc>http://\(partner.host)/"))
                #expect(map.html.matches(of: /\/hotels\//).count > 60)
                let text = try await browser.get("/manifest.webmanifest").html
                let manifest = try JSONSerialization.jsonObject(with: Data(text.utf8))
                #expect((manifest as? [String: Any])?["theme_color"] != nil)
                for file in home.links("/brand/") + home.links("/assets/") where !file.contains("#") {
                    let answer = try await browser.get(file)
                    #expect(answer.status == 200, "\(file)")
                    #expect(answer.headers.first(name: "cache-control")?.contains("immutable") == true, "\(file)")
                }
                #expect(home.html.contains("hreflang=\"x-default\"") && home.html.contains("application/ld+json"))
            }
        }
    }

    @Test("a site that is only for testing is kept from search engines whole")
    func testSite() async throws {
        try await TwoSites.with(kind: .test) { sites in
            let browser = sites.browser(sites.second)
            #expect(try await browser.get("/robots.txt").html.contains("Disallow: /\n"))
            #expect(try await browser.get("/sitemap.xml").status == 404)
            for path in ["/ja", "/ja/legal/terms"] {
                let page = try await browser.get(path)
                #expect(page.status == 200 && page.isHidden, "\(path)")
            }
            let live = try await sites.browser(sites.first).get("/de/legal/terms")
            #expect(live.status == 200 && !live.isHidden)
        }
    }

    @Test("cookies are asked about until answered, refused as easily as allowed, and taken back")
    func consent() async throws {
        try await TwoSites.with { sites in
            let browser = sites.browser(sites.first)
            let asked = try #require(try await browser.open("/de").form("/cookies"))
            #expect(try await browser.post(asked.action, asked.hidden + [("choice", "all")]).location == "/de")
            #expect(try await browser.open("/de").form("/cookies") == nil)
            let settings = try await browser.open("/de/cookies")
            #expect(settings.html.contains("name=\"measurement\" value=\"true\" checked"))
            let saved = try await browser.submit(
                try #require(settings.form("/cookies")), [("choice", "selected"), ("affiliate", "true")])
            #expect(!saved.html.contains("name=\"measurement\" value=\"true\" checked"))
            #expect(saved.html.contains("name=\"affiliate\" value=\"true\" checked"))
        }
    }

    @Test("what went wrong is said in brand, in the page's language; a suspended site says so")
    func failures() async throws {
        try await TwoSites.with(states: ["hinode": .suspended]) { sites in
            let missing = try await sites.browser(sites.first).get("/de/nothing-here")
            #expect(missing.status == 404 && missing.html.contains("Aurelia") && missing.isHidden)
            #expect(missing.html.contains("<html lang=\"de\""))
            let nobodys = try await Browser(port: sites.port, host: "nobody.localhost").get("/")
            #expect(nobodys.status == 404 && nobodys.html.contains("<h1>") && !nobodys.html.contains("Aurelia"))
            let suspended = try await sites.browser(sites.second).get("/ja")
            #expect(suspended.status == 503 && suspended.isHidden && suspended.html.contains("data-family=\"dense\""))
        }
    }

    @Test("the platform's own front page lists the sites, and they do not list each other")
    func platform() async throws {
        try await TwoSites.with { sites in
            let page = try await Browser(port: sites.port, host: TwoSites.platformHost).get("/")
            #expect(page.status == 200 && page.isHidden)
            for partner in sites.both { #expect(page.links("http://\(partner.host)/").count == 1) }
            let style = try #require(page.links("/assets/platform").first)
            #expect(try await Browser(port: sites.port, host: TwoSites.platformHost).get(style).status == 200)
            #expect(!(try await sites.browser(sites.first).open("/").html.contains(sites.second.host)))
        }
    }

    @Test("another place typed on a hotel's page is another search")
    func elsewhere() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.first), language: "de")
            let hotel = try #require(try await journey.results().links("/de/hotels/").first { !$0.contains("choose") })
            #expect(try await journey.browser.get(hotel + "&destination=Berlin").status == 200)
            let other = try await journey.browser.get(hotel + "&destination=Wien")
            #expect(other.location?.hasPrefix("/de/hotels?destination=Wien&") == true)
        }
    }

    @Test("every empty state has a way on")
    func emptyStates() async throws {
        try await TwoSites.with { sites in
            let browser = sites.browser(sites.first)
            let journey = Journey(browser: browser, language: "de")
            let (checkIn, checkOut) = Journey.dates
            let nowhere = try await browser.open(
                "/de/hotels?destination=Xyzzy&check_in=\(checkIn)&check_out=\(checkOut)")
            #expect(nowhere.html.contains("class=\"empty\"") && nowhere.html.contains("Xyzzy"))
            let filtered = try await journey.results("&price_max=1&refundable=true")
            #expect(filtered.html.contains("class=\"empty\""))
            let later = try await browser.open("/de/hotels?destination=BER&check_in=2099-01-01&check_out=2099-01-03")
            #expect(later.html.contains("class=\"empty\"") && !later.links("2099-01-08").isEmpty)
            let wrong = try await browser.open(
                "/de/hotels?destination=&check_in=2020-01-01&check_out=x&room_1_adults=0")
            #expect(wrong.status == 422)
            for id in ["destination", "check-in", "check-out", "room-1-children"] {
                #expect(wrong.html.contains("href=\"#\(id)\""), "\(id)")
            }
            let forged = try await browser.get("/de/checkout?offer_id=forged")
            #expect(forged.status == 409 && forged.html.contains("interruption"))
            let added = try await browser.open(
                "/de/hotels?destination=BER&room_1_adults=2&room_1_children=&add_room=1")
            #expect(added.html.contains("room_2_adults") && added.html.contains("value=\"BER\""))
        }
    }
}
