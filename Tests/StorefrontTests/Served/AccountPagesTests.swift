import Foundation
import Identity
import Messaging
import Postgres
import Tenancy
import Testing
import TestSupport
import Vocabulary
import Web

@Suite("The pages of an account")
struct AccountPagesTests {
    @Test("Guest bookings under the proved address stand among the trips, each site's own, and open there")
    func trips() async throws {
        try await TwoSites.with { sites in
            let guest = sites.browser(sites.first)
            let confirmation = try await Journey(browser: guest, language: "de").confirmation()
            #expect(confirmation.status == 200)
            let member = try await Member.make(sites, sites.first)
            let trips = try await member.open("/account/trips")
            let link = try #require(trips.links("/de/bookings/").first)
            #expect(try await member.browser.open(link).html.contains("Lovelace"))
            let elsewhere = try await Member.make(sites, sites.second)
            #expect(try await elsewhere.open("/account/trips").links("/bookings/").isEmpty)
            #expect(try await elsewhere.browser.open(link.replacingOccurrences(of: "/de/", with: "/ja/")).status == 404)
            let checkout = try await Journey(browser: member.browser, language: "de").checkout()
            #expect(checkout.html.contains("value=\"ada@example.com\"") && checkout.html.contains("value=\"Ada L.\""))
            _ = try await member.signOut()
            #expect(try await member.browser.open(link).status == 404)
        }
    }

    @Test("Name, language, news and password change as they are sent, and other devices are signed out")
    func profile() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first, news: true)
            #expect(try await member.open("/account").html.contains("name=\"news\" value=\"true\" checked"))
            let wrong = try await member.send("/account", "/account", [("name", ""), ("language", "en")])
            #expect(wrong.status == 422 && wrong.html.contains("name-error"))
            let saved = try await member.send("/account", "/account", [("name", "Ada King"), ("language", "en")])
            #expect(saved.html.contains("Ada King") && saved.html.contains("value=\"en\" lang=\"en\" selected"))
            let news = try await member.send("/account", "/account/news", [])
            #expect(news.status == 200 && !news.html.contains("name=\"news\" value=\"true\" checked"))
            let other = sites.browser(sites.first)
            #expect(try await Member.signIn(other, "de", member.email, Member.password).status == 200)
            let change = [("password", "not the one"), ("new_password", "a newer password")]
            #expect(try await member.send("/account/password", "/account/password", change).status == 422)
            let changed = try await member.send(
                "/account/password", "/account/password",
                [("password", Member.password), ("new_password", "a newer password")])
            #expect(changed.status == 200 && !changed.html.contains("/devices/end-others"))
            #expect(try await other.get("/de/account").location != nil)
        }
    }

    @Test("A new address counts once its letter is followed, by whoever reads that mailbox")
    func email() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first)
            let asked = try await member.send(
                "/account/email", "/account/email", [("email", "king@example.com"), ("password", Member.password)])
            #expect(asked.status == 200 && asked.html.contains("ada@example.com"))
            let link = try await sites.people.letter(of: sites.first)
            let reader = sites.browser(sites.first)
            let form = try #require(try await reader.open(link).form("/confirm-email"))
            #expect(try await reader.submit(form).form("/sign-in") != nil)
            #expect(try await reader.open(link).status == 410)
            #expect(try await member.open("/account").html.contains("king@example.com"))
        }
    }

    @Test("One device is signed out, then all others; another account's is not")
    func devices() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first)
            let stranger = try await Member.make(sites, sites.first, email: "eve@example.com")
            let others = [sites.browser(sites.first), sites.browser(sites.first)]
            for other in others { _ = try await Member.signIn(other, "de", member.email, Member.password) }
            let form = try #require(try await member.open("/account/security").form("/devices/end"))
            let theirs = try #require(try await stranger.open("/account/security").form("/sign-out"))
            let taken = form.hidden.filter { $0.0 == "session" } + theirs.hidden.filter { $0.0 == "csrf_token" }
            #expect(try await stranger.browser.post(form.action, taken).status == 404)
            #expect(try await member.browser.submit(form).status == 200)
            var signedIn = 0
            for other in others where try await other.get("/de/account").status == 200 { signedIn += 1 }
            #expect(signedIn == 1)
            _ = try await member.send("/account/security", "/devices/end-others", [])
            for other in others { #expect(try await other.get("/de/account").location != nil) }
            #expect(try await stranger.open("/account").status == 200)
        }
    }

    @Test("A deleted account is gone with its news, and its booking opens by reference as a guest's")
    func deletion() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first, news: true)
            _ = try await Journey(browser: member.browser, language: "de").confirmation()
            let file = try await member.open("/account/data/download")
            #expect(file.html.contains("\"ada@example.com\"") && file.html.contains("Lovelace"))
            let wrong = try await member.send("/account/deletion", "/account/deletion", [("password", "no such one")])
            #expect(wrong.status == 422)
            let gone = try await member.send("/account/deletion", "/account/deletion", [("password", Member.password)])
            #expect(gone.form("/sign-in") != nil)
            #expect(try await member.signIn().status == 422)
            let key = try await sites.fleet.dataKeys.key(of: sites.first.entry.id)
            let scope = sites.fleet.tenants.scope(sites.first.entry)
            #expect(
                try await !sites.people.consents.isGranted(
                    key.blindIndex("ada@example.com"), kind: "news", in: scope))
            let reference = try await sites.rows("select reference from bookings", of: sites.first).only()
            let found = try await member.send(
                "/manage", "/manage",
                [("reference", try reference.get("reference", as: String.self)), ("email", member.email)])
            #expect(found.html.contains("Lovelace"))
        }
    }

    @Test("While an operator acts as somebody every page says so, what is the holder's own is refused, and it ends")
    func impersonation() async throws {
        try await TwoSites.with { sites in
            for partner in sites.both {
                let member = try await Member.make(sites, partner)
                let scope = sites.fleet.tenants.scope(partner.entry)
                let email = try #require(EmailAddress(member.email))
                let ticket = try await sites.people.feature.impersonate.ticket(
                    for: email, reason: "Cannot find the booking",
                    by: Identity.Actor("operator:grace", requestID: "test"),
                    in: scope)
                let browser = sites.browser(partner)
                let ask = try await browser.open(ticket)
                #expect(ask.html.contains("grace") && ask.html.contains("Cannot find the booking"))
                #expect(try await browser.get("/\(member.language)/account").location != nil)
                let begun = try await browser.submit(try #require(ask.form("/impersonation")))
                #expect(begun.status == 200)
                for path in ["", "/manage", "/account", "/account/security", "/no-such-page", "/legal/terms"] {
                    let page = try await browser.open("/\(member.language)\(path)")
                    #expect(page.html.contains("class=\"impersonation\""), "\(path)")
                    #expect(page.html.contains("grace") && page.html.contains("Ada L."), "\(path)")
                }
                let own = try await member.open("/account")
                #expect(!own.html.contains("class=\"impersonation\""))
                let form = try #require(
                    try await browser.open("/\(member.language)/account/deletion").form("/account/deletion"))
                #expect(try await browser.submit(form, [("password", Member.password)]).status == 403)
                #expect(try await browser.get("/\(member.language)/account/data/download").status == 403)
                let home = try await browser.open("/\(member.language)")
                _ = try await browser.submit(try #require(home.form("/sign-out")))
                #expect(try await browser.get("/\(member.language)/account").location != nil)
                #expect(try await browser.open(ticket).status == 410)
            }
        }
    }

    @Test("An invitation is accepted by a press; who has no account chooses a name and a password")
    func invitation() async throws {
        try await TwoSites.with { sites in
            let partner = sites.first
            let scope = sites.fleet.tenants.scope(partner.entry)
            _ = try await sites.people.feature.staff.invite(
                try #require(EmailAddress("bob@example.com")), as: .agent, locale: partner.definition.locales[0],
                from: .owner, named: "Owner", Identity.Actor("operator:grace", requestID: "test"), in: scope)
            let link = try await sites.people.letter(of: partner)
            let browser = sites.browser(partner)
            let form = try #require(try await browser.open(link).form("/invitation"))
            let wrong = try await browser.submit(form, [("name", ""), ("password", "short")])
            #expect(wrong.status == 422)
            let weak = try await browser.submit(form, [("name", "Bob"), ("password", "short")])
            #expect(weak.status == 422 && weak.html.contains("password-error"))
            let joined = try await browser.post(
                form.action, form.hidden + [("name", "Bob"), ("password", Member.password)])
            #expect(joined.location == "/admin")
            #expect(try await browser.open(link).status == 410)
            #expect(try await Member.signIn(browser, "de", "bob@example.com", Member.password).status == 200)
        }
    }
}
