import Foundation
import Postgres
import Storefront
import Tenancy
import TestSupport
import Testing

@Suite("Who may open a booking") struct BookingAccessTests {
    @Test("a stranger, another partner's site and a booking that does not exist get the same page")
    func strangers() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.first), language: "de")
            let proof = try await journey.confirmation()
            let address = try #require(proof.links("/de/bookings/").first)
            let reference = try #require(Self.reference(proof))
            let stranger = sites.browser(sites.first)
            let closed = try await stranger.get(address)
            let none = try await stranger.get("/de/bookings/01890000-0000-7000-8000-000000000000")
            #expect(closed.status == 404 && none.status == 404)
            #expect(Self.withoutSecrets(closed) == Self.withoutSecrets(none))

            let other = sites.browser(sites.second)
            var answers: [Page] = []
            for typed in [reference, "ZZZZ9999"] {
                let form = try #require(try await other.open("/ja/manage").form("/manage"))
                answers.append(try await other.submit(form, [("reference", typed), ("email", "ada@example.com")]))
            }
            #expect(answers.map(\.status) == [404, 404])
            #expect(
                Self.withoutSecrets(answers[0]).replacingOccurrences(of: reference, with: "")
                    == Self.withoutSecrets(answers[1]).replacingOccurrences(of: "ZZZZ9999", with: ""))
        }
    }

    @Test("reference and e-mail open a booking in another browser, which can then be given back once")
    func foundAndCancelled() async throws {
        try await TwoSites.with { sites in
            let made = Journey(browser: sites.browser(sites.first), language: "de")
            let reference = try #require(Self.reference(try await made.confirmation()))
            let browser = sites.browser(sites.first)
            let form = try #require(try await browser.open("/de/manage").form("/manage"))
            let typed = reference.prefix(4).lowercased() + " " + reference.suffix(4)
            let found = try await browser.submit(form, [("reference", typed), ("email", "ADA@example.com")])
            #expect(found.status == 200 && found.html.contains("Ada Lovelace"))
            let asked = try await browser.submit(try #require(found.form("/cancellation")))
            #expect(asked.status == 200)
            let done = try await browser.submit(try #require(asked.form("/cancel")))
            #expect(done.status == 200 && done.form("/cancellation") == nil)
            let states: [String] = try await sites.fleet.tenants.scope(sites.first.entry)
                .run("select state from bookings").map { try $0.get("state") }
            #expect(states == ["cancelled"])
        }
    }

    @Test("a cookie that was altered opens nothing")
    func altered() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.second), language: "ja")
            let confirm = try #require(try await journey.review().form("/confirm"))
            let address = String(confirm.action.dropLast("/confirm".count))
            #expect(try await journey.browser.get(address).status == 200)
            journey.browser.spoil("bookings")
            #expect(try await journey.browser.get(address).status == 404)
        }
    }

    @Test("another partner's cookies are refused")
    func carried() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.first), language: "de")
            _ = try await journey.review()
            let page = try await journey.browser.carried(to: sites.second.host).get("/ja/manage")
            #expect(page.status == 401)
        }
    }

    @Test("a form without its token changes nothing")
    func forged() async throws {
        try await TwoSites.with { sites in
            let journey = Journey(browser: sites.browser(sites.first), language: "de")
            let form = try #require(try await journey.review().form("/confirm"))
            let page = try await journey.browser.post(form.action, form.hidden.filter { $0.0 != "csrf_token" })
            #expect(page.status == 403 && page.html.contains("Aurelia"))
            let states: [String] = try await sites.fleet.tenants.scope(sites.first.entry)
                .run("select state from bookings").map { try $0.get("state") }
            #expect(states == ["held"])
        }
    }

    private static func reference(_ page: Page) -> String? {
        page.html.firstMatch(of: /<bdi dir="ltr">([2-9A-Z]{8})<\/bdi>/).map { String($0.1) }
    }

    /// What differs from browser to browser and from request to request.
    private static func withoutSecrets(_ page: Page) -> String {
        page.html.replacing(/name="(csrf_token|idempotency_key)" value="[^"]*"/, with: "")
    }
}
