import Foundation
import Identity
import Tenancy
import Testing
import Vocabulary
import Web

@Suite("Signing in on the pages of a site")
struct SignInTests {
    @Test("A letter's page opens an account by a press; a look at it does nothing, and it is good once")
    func register() async throws {
        try await TwoSites.with { sites in
            for partner in sites.both {
                let browser = sites.browser(partner)
                let language = partner.definition.locales[0].description
                let form = try #require(try await browser.open("/\(language)/register").form("/register"))
                let wrong = try await browser.submit(form, [("name", " "), ("email", "ada@"), ("password", "short")])
                #expect(wrong.status == 422 && wrong.html.components(separatedBy: "aria-invalid").count == 3)
                let weak = try await browser.submit(
                    form, [("name", "Ada"), ("email", "ada@example.com"), ("password", "short")])
                #expect(weak.status == 422 && weak.html.contains("password-error") && !weak.html.contains("\"short\""))
                let sent = try await browser.submit(
                    form, [("name", "Ada"), ("email", "ada@example.com"), ("password", Member.password)])
                #expect(sent.status == 200 && sent.isHidden && sent.isNeverKept)
                let link = try await sites.people.letter(of: partner)
                for _ in 0..<2 { #expect(try await browser.open(link).form("/verify") != nil) }
                let scanner = sites.browser(partner)
                #expect(try await scanner.open("/\(language)/account").form("/sign-in") != nil)
                let trips = try await browser.submit(try #require(try await browser.open(link).form("/verify")))
                #expect(trips.status == 200 && trips.html.contains("Ada"))
                #expect(try await browser.open(link).status == 410)
            }
        }
    }

    @Test("A wrong password and an address of nobody's get the same page, but for what was typed")
    func tellsNothing() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first, email: "somebody@example.com")
            let browser = sites.browser(sites.first)
            let wrong = try await Member.signIn(browser, member.language, "somebody@example.com", "not this one 1")
            let nobody = try await Member.signIn(browser, member.language, "nobodyatall@example.com", "not this one 1")
            #expect(wrong.status == 422 && nobody.status == 422)
            let plain = { (page: Page, typed: String) in page.html.replacingOccurrences(of: typed, with: "<typed>") }
            #expect(plain(wrong, "somebody@example.com") == plain(nobody, "nobodyatall@example.com"))
            #expect(!wrong.html.contains("not this one"))
            for path in ["register", "forgot"] {
                let forms = try #require(try await browser.open("/\(member.language)/\(path)").form("/\(path)"))
                let fields = [("name", "Eve"), ("password", Member.password)]
                let known = try await browser.post(forms.action, forms.hidden + fields + [("email", member.email)])
                let other = try await browser.post(forms.action, forms.hidden + fields + [("email", "no@example.com")])
                #expect(known.status == 303 && known.location == other.location && known.html == other.html)
            }
        }
    }

    @Test(
        "Whoever signs in goes on to a page of the site, never away from it",
        arguments: [
            "//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "/\n/evil.example", "evil",
        ])
    func staysHere(next: String) async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first)
            _ = try await member.signOut()
            let page = try await member.browser.open("/\(member.language)/sign-in")
            let form = try #require(page.form("/sign-in"))
            let fields = [("email", member.email), ("password", Member.password)]
            let away = try await member.browser.post(form.action, form.hidden + fields + [("next", next)])
            #expect(away.location == "/\(member.language)/account/trips")
            _ = try await member.signOut()
            let manage = "/\(member.language)/manage?x=1"
            let home = try await member.browser.post(form.action, form.hidden + fields + [("next", manage)])
            #expect(home.location == manage)
        }
    }

    @Test("Pages of an account lead to the sign-in page and back; its cookie is worth nothing elsewhere or later")
    func guarded() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first)
            let stranger = sites.browser(sites.first)
            for page in AccountPaths.all {
                let path = "/\(member.language)\(page)"
                let led = try await stranger.get(path)
                #expect(led.location?.hasPrefix("/\(member.language)/sign-in?next=") == true, "\(path)")
                let own = try await member.browser.get(path)
                #expect(own.status == 200 && own.isNeverKept, "\(path)")
                #expect(own.isHidden || page.hasSuffix("download"), "\(path)")
            }
            let carried = member.browser.carried(to: sites.second.host)
            #expect(try await carried.get("/ja/account").status == 401)
            let before = member.browser.carried(to: sites.first.host)
            let left = try await member.signOut()
            #expect(left.status == 200)
            #expect(try await before.get("/\(member.language)/account").location != nil)
        }
    }

    @Test("A forgotten password is chosen anew by letter, once, and signs every device out")
    func reset() async throws {
        try await TwoSites.with { sites in
            for partner in sites.both {
                let member = try await Member.make(sites, partner)
                let browser = sites.browser(partner)
                let ask = try #require(try await browser.open("/\(member.language)/forgot").form("/forgot"))
                #expect(try await browser.submit(ask, [("email", member.email)]).status == 200)
                let link = try await sites.people.letter(of: partner)
                let form = try #require(try await browser.open(link).form("/reset"))
                #expect(try await browser.submit(form, [("password", "short")]).status == 422)
                #expect(try await browser.submit(form, [("password", "another good one")]).form("/sign-in") != nil)
                #expect(try await browser.submit(form, [("password", "another good two")]).status == 410)
                #expect(try await member.browser.get("/\(member.language)/account").location != nil)
                #expect(try await member.signIn().status == 422)
                #expect(try await member.signIn(password: "another good one").status == 200)
            }
        }
    }

    @Test("An authenticator's code is asked for after the password, and a recovery code is good once")
    func secondFactor() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first)
            let begun = try await member.send("/account/factor", "/account/factor", [])
            let key = try #require(begun.authenticatorKey)
            #expect(begun.html.contains("class=\"qr\"") && begun.isNeverKept)
            let confirm = try #require(begun.form("/factor/confirm"))
            let wrong = try await member.browser.submit(confirm, [("code", "000000")])
            #expect(wrong.status == 422 && wrong.authenticatorKey == nil)
            let now = WallClock.system.now()
            let done = try await member.browser.submit(confirm, [("code", Authenticator.code(key, at: now))])
            #expect(done.recoveryCodes.count == RecoveryCode.count && done.isNeverKept)
            _ = try await member.signOut()
            let asked = try await member.signIn(next: "/\(member.language)/account/security")
            let code = try #require(asked.form("/sign-in/code"))
            #expect(try await member.browser.get("/\(member.language)/account").location != nil)
            #expect(try await member.browser.submit(code, [("code", "000000")]).status == 422)
            let spent = try #require(done.recoveryCodes.first)
            let inside = try await member.browser.submit(code, [("code", spent.lowercased())])
            #expect(inside.status == 200 && inside.html.contains("/account/password"))
            _ = try await member.signOut()
            let again = try #require(try await member.signIn().form("/sign-in/code"))
            #expect(try await member.browser.submit(again, [("code", spent)]).status == 422)
            let ahead = Authenticator.code(key, at: WallClock.system.now(), stepsAhead: 1)
            #expect(try await member.browser.submit(again, [("code", ahead)]).status == 200)
            let off = try await member.send(
                "/account/factor", "/factor/off", [("password", "wrong one, really")])
            #expect(off.status == 422)
            #expect(
                try await member.send("/account/factor", "/factor/off", [("password", Member.password)]).status == 200)
            _ = try await member.signOut()
            #expect(try await member.signIn().form("/sign-in/code") == nil)
        }
    }
}

enum AccountPaths {
    static let all = [
        "/account", "/account/trips", "/account/payments", "/account/payments/download",
        "/account/security", "/account/data", "/account/data/download",
        "/account/email", "/account/password", "/account/factor", "/account/deletion",
    ]
}
