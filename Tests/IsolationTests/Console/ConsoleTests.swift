import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("The console of a partner's people")
struct ConsoleTests {
    private static let hostile = "<script>alert(\"1\")</script>'&"
    private static let shown = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;"

    private static let pages = [
        "", "/bookings", "/ledger", "/ledger?until=2026-06-01", "/ledger/accounts", "/brand", "/brand/edit", "/domains",
        "/staff", "/staff/invitations", "/keys", "/keys/new",
        "/texts", "/audit", "/contact", "/contact/support", "/contact/company", "/legal", "/legal/terms/en",
        "/legal/terms/en/publish", "/legal/terms/en/history", "/legal/cookies/ja",
        "/mail", "/mail/sender", "/mail/letters", "/mail/letters/news", "/mail/messages", "/mail/suppressions",
    ]

    @Test("Leads whoever is not signed in to its own form, in their language, whichever the site speaks")
    func door() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            let led = try await wire.get("/admin/staff", [("accept", "text/html")])
            #expect(led.status == 303 && led.headers["location"].first == "/admin/sign-in?next=%2Fadmin%2Fstaff")
            for (language, direction) in [("ar", "rtl"), ("ja", "ltr"), ("ru", "ltr"), ("de", "ltr"), ("en", "ltr")] {
                let page = try await wire.get(
                    "/admin/sign-in", [("accept", "text/html"), ("accept-language", language)])
                #expect(page.status == 200 && page.body.contains("<html lang=\"\(language)\" dir=\"\(direction)\">"))
                #expect(!page.body.contains("t-console") && !page.body.contains("⟦"))
            }
            let email = SweptPeople(word: sites.victim.word).email
            let form = try await wire.get("/admin/sign-in", [("accept", "text/html")])
            let visit = try #require(form.cookie("visit"))
            let token = try #require(form.hidden("csrf_token"))
            for (address, password) in [(email, "another password"), ("nobody@example.com", SweptPeople.password)] {
                let refused = try await wire.form(
                    "/admin/sign-in", [("accept", "text/html"), ("cookie", visit)],
                    [("csrf_token", token), ("email", address), ("password", password), ("next", "//evil.example")])
                #expect(refused.status == 401 && refused.cookie("account") == nil)
                #expect(!refused.body.contains(password))
            }
            let entered = try await wire.form(
                "/admin/sign-in", [("accept", "text/html"), ("cookie", visit)],
                [("csrf_token", token), ("email", email), ("password", SweptPeople.password), ("next", "/admin//evil")])
            #expect(entered.status == 303 && entered.headers["location"].first == "/admin")
        }
    }

    @Test("Shows each only what their rights open, and ends with signing out")
    func rights() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            try await ConsoleSeat.settle("agent", "agent@example.com", named: Self.hostile, sites, sites.victim)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let agent = try await ConsoleSeat.signIn("agent@example.com", on: wire)
            for path in Self.pages {
                let page = try await owner.get("/admin\(path)")
                #expect(page.status == 200, "\(path): \(page.status)")
                #expect(!page.body.contains("t-console") && !page.body.contains("⟦"), "\(path)")
            }
            let first = try await agent.get("/admin")
            #expect(first.body.contains("dir=\"rtl\"") && first.body.contains(Self.shown))
            #expect(!first.body.contains(Self.hostile) && !first.body.contains("href=\"/admin/keys\""))
            #expect(try await agent.get("/admin/bookings").status == 200)
            for path in ["/keys", "/keys/new", "/staff", "/brand", "/domains"] {
                #expect(try await agent.get("/admin\(path)").status == 403, "\(path)")
            }
            let staff = try await owner.get("/admin/staff")
            #expect(staff.body.contains(Self.shown) && !staff.body.contains(Self.hostile))
            #expect(try await agent.post("/admin/sign-out").status == 303)
            #expect(try await agent.get("/admin").status == 303)
        }
    }

    @Test("Makes a key once its name is right, shows its secret once, and does nothing for a form of nobody's")
    func keys() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            let other = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.attacker.word).email, on: sites.wire(sites.attacker.host))
            let terms = [
                ("name", Self.hostile), ("rights", "bookings:read"), ("rights", "texts:write"), ("limit_per_hour", "7"),
            ]
            let before = try await sites.rows(of: sites.victim)
            #expect(try await owner.post("/admin/keys/new", terms, isTrue: false).status == 403)
            let wrong = try await owner.post("/admin/keys/new", [("name", ""), ("ranges", Self.hostile)])
            #expect(
                wrong.status == 422 && wrong.body.contains("href=\"#field-name\"") && wrong.body.contains(Self.shown))
            #expect(try await sites.rows(of: sites.victim) == before)
            let made = try await owner.post("/admin/keys/new", terms)
            let secret = try #require(made.body.firstMatch(of: /sk_(test|live)_[0-9a-f]{64}/)?.output.0)
            #expect(made.status == 201 && made.headers["cache-control"].first?.contains("no-store") == true)
            let limit = try await sites.fleet.tenants.scope(sites.victim.entry).run(
                "select limit_per_hour from api_keys where limit_per_hour is not null")
            #expect(try limit.map { try $0.get("limit_per_hour", as: Int.self) } == [7])
            let none = try await owner.post(
                "/admin/keys/new", [("name", "k"), ("rights", "texts:read"), ("limit_per_hour", "0")])
            #expect(none.status == 422 && none.body.contains("href=\"#field-limit_per_hour\""))
            let list = try await owner.get("/admin/keys")
            #expect(list.body.contains(Self.shown) && !list.body.contains(Self.hostile) && !list.body.contains(secret))
            let path = try #require(list.body.firstMatch(of: /\/admin\/keys\/[0-9a-f-]{36}/)?.output)
            #expect(try await other.get("\(path)/revoke").status == 404)
            #expect(try await other.post("\(path)/revoke").status == 404)
            #expect(try await owner.get("\(path)/revoke").status == 200)
            let mine = [("authorization", "Bearer \(secret)")]
            #expect(try await owner.wire.get("/api/admin/bookings", mine).status == 200)
            #expect(try await owner.post("\(path)/revoke").status == 303)
            #expect(try await owner.wire.get("/api/admin/bookings", mine).status == 401)
        }
    }

    @Test("Keeps no look that cannot be read and says what would do; drafts, publishes, takes back")
    func brand() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            let blocked = try await owner.post(
                "/admin/brand/edit", [("light_text", "#ffffff"), ("light_surface", "#ffffff")])
            #expect(blocked.status == 422 && blocked.body.contains("1.00") && blocked.body.contains("4.50"))
            let offered = try #require(
                blocked.body.firstMatch(of: /<bdi class="code" dir="ltr">(#[0-9a-f]{6})<\/bdi>/)?.output.1)
            #expect(Colour(String(offered)).map { $0.contrast(with: .white) >= 4.5 } == true)
            let mistyped = try await owner.post(
                "/admin/brand/edit", [("light_accent", "#12345"), ("dark_link", "blue")])
            #expect(mistyped.status == 422 && mistyped.body.contains("value=\"#12345\""))
            #expect(["light_accent", "dark_link"].allSatisfy { mistyped.body.contains("#field-\($0)") })
            // What was typed so far is kept, and is begun anew when its author says so.
            #expect(try await owner.post("/admin/brand/edit/discard").status == 303)
            let drafted = try await owner.post(
                "/admin/brand/edit", [("light_accent", "#123456"), ("light_accent_text", "#ffffff")])
            let look = try #require(drafted.headers["location"].first?.prefix { $0 != "?" })
            #expect(drafted.status == 303 && look.hasPrefix("/admin/brand/releases/"))
            let shown = try await owner.get(String(look))
            #expect(shown.status == 200 && shown.body.contains("#123456") && shown.body.contains("/preview?pass="))
            #expect(try await owner.get("\(look)/publish").status == 200)
            #expect(try await owner.post("\(look)/publish", isTrue: false).status == 403)
            #expect(try await owner.post("\(look)/publish").status == 303)
            let site = { try await owner.wire.get("/api/site").body.contains("#123456") }
            #expect(try await comesTrue { try await site() })
            #expect(try await owner.post("/admin/brand/releases/1/publish").status == 303)
            #expect(try await comesTrue { try await !site() })
            #expect(try await owner.get("/admin/brand/releases/99").status == 404)
        }
    }

    @Test("Finds bookings by state, reference and address, opens one with its course, and lets a table be taken away")
    func bookings() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            let held = try await Holdings.gather(wire, word: sites.victim.word)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            for query in ["", "?state=held", "?reference=\(held[.reference])", "?email=\(held[.email])&sort=check_in"] {
                let page = try await owner.get("/admin/bookings\(query)")
                #expect(page.status == 200 && page.body.contains(held[.reference]), "\(query)")
                #expect(!page.body.contains(">\(held[.email])<"), "\(query)")
            }
            for query in ["?state=confirmed", "?reference=ZZZZ2222", "?reference=?", "?email=nobody@example.com"] {
                let page = try await owner.get("/admin/bookings\(query)")
                #expect(page.status == 200 && !page.body.contains(">\(held[.reference])<"), "\(query)")
            }
            let one = try await owner.get("/admin/bookings/\(held[.booking])")
            #expect(one.status == 200 && one.body.contains(held[.email]) && one.body.contains("guest"))
            await sites.hub.reads.flush()
            let looks = try await sites.fleet.admin.single(
                """
                select count(*) as looks from shared.audit_entries
                 where tenant_id = \(sites.victim.entry.id) and action = 'booking.read' and subject_id = \(held[.booking])
                """
            ).only().get("looks", as: Int.self)
            #expect(looks == 1)
            let table = try await owner.get("/admin/bookings?format=csv")
            #expect(table.headers["content-type"].first?.hasPrefix("text/csv") == true)
            #expect(table.body.contains(held[.reference]) && !table.body.contains(held[.email]))
            let stranger = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.attacker.word).email, on: sites.wire(sites.attacker.host))
            #expect(try await stranger.get("/admin/bookings/\(held[.booking])").status == 404)
        }
    }

    @Test("Says a text in the site's own words only if it takes what ours takes")
    func texts() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            let locale = "en"
            let key = ("key", "console.setup.lead")
            let found = try await owner.get("/admin/texts?locale=\(locale)&q=console.setup.lead")
            #expect(found.status == 200 && found.body.contains(">console.setup.lead</bdi>"))
            let before = try await sites.rows(of: sites.victim)
            for wrong in ["{done, number}", "{done, number} of {every, number}", "{done"] {
                let refused = try await owner.post(
                    "/admin/texts/edit", [key, ("locale", locale), ("pattern", wrong)])
                #expect(refused.status == 422 && refused.body.contains("field-pattern-error"), "\(wrong)")
            }
            #expect(try await sites.rows(of: sites.victim) == before)
            let words = "Swept {done, number} / {all, number} <b>"
            let put = try await owner.post("/admin/texts/edit", [key, ("locale", locale), ("pattern", words)])
            #expect(put.status == 303)
            let isShown = { try await owner.get("/admin").body.contains("&lt;b&gt;") }
            #expect(try await comesTrue { try await isShown() })
            #expect(
                try await owner.post("/admin/texts/edit", [key, ("locale", locale), ("pattern", "")]).status == 303)
            #expect(try await comesTrue { try await !isShown() })
            #expect(try await owner.get("/admin/texts?locale=fi").status == 404)
        }
    }
}
