import Foundation
import Tenancy
import Testing
import Vocabulary
import Web

@Suite("Fields of the site's forms, past what a browser lets be typed")
struct TypedFieldTests {
    private static let good = [
        "name": "Ada L.", "email": "ada@example.com", "password": Member.password, "new_password": "another long one",
        "reference": "K7QX2M9B",
    ]

    private static let open: [(page: String, fields: [String])] = [
        ("/register", ["name", "email", "password"]), ("/sign-in", ["email", "password"]), ("/forgot", ["email"]),
        ("/manage", ["reference", "email"]),
    ]

    private static let own: [(page: String, fields: [String])] = [
        ("/account", ["name"]), ("/account/email", ["email", "password"]),
        ("/account/password", ["password", "new_password"]),
    ]

    @Test("Are refused one by one when they are longer than declared, beside the field, for both sites")
    func long() async throws {
        try await TwoSites.with { sites in
            for partner in sites.both {
                let guest = sites.browser(partner)
                let language = partner.definition.locales[0].description
                for (page, fields) in Self.open {
                    try await Self.refused(guest, "/\(language)\(page)", fields)
                }
                let member = try await Member.make(sites, partner)
                for (page, fields) in Self.own {
                    try await Self.refused(member.browser, "/\(language)\(page)", fields)
                }
            }
        }
    }

    private static func refused(_ browser: Browser, _ path: String, _ fields: [String]) async throws {
        for name in fields {
            let page = try await browser.open(path)
            let form = try #require(page.form(path))
            let length = try #require(
                page.html.matches(of: #/ name="([a-z_]+)"[^>]* maxlength="([0-9]+)"/#).first { $0.1 == name }?.2)
            let long = String(repeating: "a", count: try #require(Int(length)) + 1)
            // Signs that turn a text around are typed by nobody, and pasted without being seen.
            let texts = name.hasSuffix("password") || name == "email" ? [long] : [long, "a\u{202E}b"]
            for text in texts {
                let typed = fields.map { ($0, $0 == name ? text : good[$0] ?? "") }
                let answer = try await browser.post(path, form.hidden + typed + [("language", "en")])
                let id = name.replacing("_", with: "-")
                #expect(answer.status == 422, "\(path) \(name) \(text.count)")
                #expect(answer.html.contains("id=\"\(id)-error\""), "\(path) tells nothing beside \(name)")
                for other in fields where other != name {
                    #expect(
                        !answer.html.contains("id=\"\(other.replacing("_", with: "-"))-error\""), "\(path) \(other)")
                }
            }
        }
    }

    @Test("That nobody types are an answer of their own, which names them; in an address they count as left out")
    func carried() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first)
            let language = member.language
            let hidden = try #require(try await member.open("/account").form("/sign-out")).hidden
            for (path, name) in [
                ("/verify", "token"), ("/account/identities/end", "identity"), ("/account/devices/end", "session"),
                ("/account/news", "news"), ("/cookies", "choice"),
            ] {
                let long = String(repeating: "<", count: 9_000)
                let answer = try await member.browser.post("/\(language)\(path)", hidden + [(name, long)])
                #expect(answer.status == 422 && answer.html.contains("\(name): "), "\(path): \(answer.status)")
                #expect(!answer.html.contains("<<<"))
            }
            let strange = "/\(language)/sign-in?told=\(String(repeating: "x", count: 500))&next=%2F%0A"
            #expect(try await sites.browser(sites.first).open(strange).status == 200)
            let cursor = "/\(language)/account/trips?cursor=\(String(repeating: "9", count: 400))"
            #expect(try await member.browser.open(cursor).status == 200)
        }
    }
}
