import Foundation
import NIOHTTP1
import TestSupport
import Testing

extension HostileTests {
    @Suite("What a partner's own people type that would act")
    struct Owners {
        @Test("as an account's name is shown as typed on its pages, to its colleagues, in letters and in its data")
        func names() async throws {
            try await HostileSite.run { site in
                var findings = Findings()
                let owner = try await HostileOwner.settle(at: site, named: HostileText.harmless.text)
                for text in site.texts {
                    let changed = try await owner.send("PATCH", "/api/me", ["name": text.text, "locale": "en"])
                    findings.see(changed, "PATCH /api/me \(text.word)", showing: text.kept)
                    for path in ["/api/me/export", "/api/admin/users"] {
                        findings.see(try await owner.api(path), "\(path) \(text.word)", showing: text.kept)
                    }
                    for path in ["/en/account", "/admin"] {
                        findings.see(try await owner.page(path), "\(path) \(text.word)", showing: text.kept, kind: path)
                    }
                    findings.see(try await owner.page("/admin/staff"), "staff \(text.word)", showing: text.kept)
                    for path in ["/en/account/security", "/en/account/data", "/en/account/trips"] {
                        let page = try await owner.page(path)
                        findings.see(page, "\(path) \(text.word)", showing: nil, status: page.status)
                    }
                    let refused = try await owner.form("/en/account", [("name", text.text), ("language", "xx")])
                    findings.see(refused, "refused profile \(text.word)", showing: text.kept, status: 422)
                    let invited = "\(text.word)@\(site.partner.word).invited.example.com"
                    let asked = try await owner.send(
                        "POST", "/api/admin/invitations", ["email": invited, "role": "agent"])
                    findings.see(asked, "invitation \(text.word)", showing: nil, status: 201)
                    for mail in try await site.mails(to: invited, 1) {
                        findings.see(mail, "invited \(text.word)", showing: nil, kind: "invited")
                    }
                }
                try await owner.refuses("PATCH", "/api/me", "name", &findings, with: ["locale": "en"])
                findings.expectNone()
            }
        }

        @Test(
            "as names of keys, senders and devices and as words of the site is shown as typed, in lists and tables too")
        func things() async throws {
            try await HostileSite.run { site in
                var findings = Findings()
                let owner = try await HostileOwner.settle(at: site, named: HostileText.harmless.text)
                for text in site.texts {
                    let key = try await owner.send(
                        "POST", "/api/admin/api-keys", ["name": text.text, "rights": ["site:read"]])
                    findings.see(key, "key \(text.word)", showing: text.kept, status: 201)
                    let sender = try await owner.send(
                        "PUT", "/api/admin/mail/sender", ["address": "news@example.com", "name": text.text])
                    findings.see(sender, "sender \(text.word)", showing: text.kept)
                    let refused = try await owner.form("/admin/keys/new", [("name", text.text), ("ranges", "zq?")])
                    findings.see(refused, "refused key \(text.word)", showing: text.kept, status: 422, kind: "key")
                    let claimed = try await owner.form("/admin/domains", [("host", text.text)])
                    findings.see(claimed, "domain \(text.word)", showing: text.kept, status: 422)
                }
                var keys: [Wire.Reply] = []
                for path in ["/api/admin/api-keys?limit=100", "/admin/keys"] {
                    keys.append(path.hasPrefix("/api") ? try await owner.api(path) : try await owner.page(path))
                }
                for text in site.texts { findings.see(keys[0], "keys \(text.word)", showing: text.kept) }
                findings.see(keys[1], "/admin/keys", showing: site.texts.last?.kept)
                try await owner.devices(&findings)
                try await owner.words(&findings)
                try await owner.providers(&findings)
                try await owner.refuses(
                    "POST", "/api/admin/api-keys", "name", &findings, with: ["rights": ["site:read"]])
                try await owner.refuses(
                    "PUT", "/api/admin/mail/sender", "name", &findings, with: ["address": "news@example.com"])
                try await owner.trail(&findings)
                findings.expectNone()
            }
        }
    }
}

extension HostileOwner {
    /// A field that is one line, at a route of the API.
    func refuses(
        _ method: String, _ path: String, _ field: String, _ findings: inout Findings, with others: [String: Any] = [:]
    ) async throws {
        for (index, text) in HostileText.refused.enumerated() {
            let reply = try await send(method, path, others.merging([field: text]) { $1 })
            findings.see(reply, "\(path) refused \(index)", showing: nil, status: 422)
            if !reply.body.contains("\"pointer\":\"/\(field)\"") || !reply.body.contains("control_character") {
                findings.note("\(path) does not name \(field): \(reply.body.prefix(300))")
            }
        }
    }

    /// A program calls itself what it likes, as far as a header holds it.
    func devices(_ findings: inout Findings) async throws {
        let named = site.texts.filter {
            $0.text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && $0.kept == $0.text
        }
        for text in named {
            let entered = try await Self.logIn(email, at: site, [("user-agent", text.text)])
            findings.see(entered, "log-in from \(text.word)", showing: nil)
            findings.see(try await api("/api/me/sessions"), "sessions \(text.word)", showing: text.text)
            findings.see(
                try await page("/en/account/security"), "security \(text.word)", showing: nil)
        }
        let table = try await comesTrueOfTrail { reply in
            named.allSatisfy { TableSight(reply.body).shows($0.text) }
        }
        for text in named { findings.see(table, "table of the trail, \(text.word)", showing: text.text) }
    }

    /// The site's own words for the link that every page begins with.
    func words(_ findings: inout Findings) async throws {
        for text in site.texts.prefix(12) {
            let quoted = Self.pattern(text.text)
            let put = try await send("PUT", "/api/admin/messages/en/layout.skip", ["pattern": quoted])
            if put.status != 204 { findings.note("words \(text.word): \(put.status) \(put.body.prefix(300))") }
            let isHeard = try await comesTrue {
                PageSight(try await site.wire.get("/en", [("accept", "text/html")]).body).shows(text.kept)
            }
            if !isHeard { findings.note("words \(text.word) are not shown") }
            for path in ["/en", "/en/manage", "/api/messages/en"] {
                let reply = try await site.wire.get(path, path.hasPrefix("/api") ? [] : [("accept", "text/html")])
                let isPattern = path.hasPrefix("/api")
                findings.see(
                    reply, "\(path) in words \(text.word)", showing: isPattern ? quoted : text.kept,
                    kind: isPattern ? nil : path)
            }
            findings.see(
                try await page("/admin/texts?locale=en&q=layout.skip"), "texts \(text.word)", showing: nil,
                kind: "texts")
        }
        let brand = try await site.wire.get("/manifest.webmanifest")
        findings.see(brand, "manifest", showing: site.brand)
        findings.see(try await site.wire.get("/api/site"), "/api/site", showing: site.brand)
    }

    /// The name of a provider, on the button of every sign-in page.
    func providers(_ findings: inout Findings) async throws {
        let path = "/api/admin/identity-providers"
        var terms: [String: Any] = [
            "slug": "zq", "name": "Zq", "issuer": "https://login.example.com", "client_id": "zq", "labels": [],
        ]
        let id = try await send("POST", path, terms).expect("id")
        for text in site.texts {
            terms["name"] = text.text
            findings.see(try await send("PUT", "\(path)/\(id)", terms), "provider \(text.word)", showing: text.kept)
            findings.see(try await api(path), "providers \(text.word)", showing: text.kept)
            findings.see(
                try await site.wire.get("/en/sign-in", [("accept", "text/html")]), "sign-in \(text.word)",
                showing: text.kept, kind: "sign-in")
        }
    }

    /// ICU MessageFormat that says just `text`.
    private static func pattern(_ text: String) -> String {
        func doubled(_ part: Substring) -> String { String(part.replacing("'", with: "''")) }
        return text.replacing(/'*[{}][{}']*|'/) { match in
            let quotes = match.output.prefix { $0 == "'" }
            let rest = match.output.dropFirst(quotes.count)
            return doubled(quotes) + (rest.isEmpty ? "" : "'\(doubled(rest))'")
        }
    }

    /// Whatever was done stands in the trail, as a page, as JSON, as a table and line by line.
    func trail(_ findings: inout Findings) async throws {
        for path in ["/api/admin/audit?limit=100", "/api/admin/audit/export?format=csv"] {
            findings.see(try await api(path), path, showing: nil)
        }
        findings.see(try await api("/api/admin/audit/export?format=ndjson"), "ndjson", showing: nil)
        for path in ["/admin/audit", "/admin/bookings", "/admin/bookings?format=csv", "/admin/brand", "/admin/domains"]
        {
            findings.see(try await page(path), path, showing: nil)
        }
    }

    /// The trail is written a moment after a look.
    private func comesTrueOfTrail(_ isSo: (Wire.Reply) -> Bool) async throws -> Wire.Reply {
        var reply = try await api("/api/admin/audit/export?format=csv")
        _ = try await comesTrue {
            reply = try await api("/api/admin/audit/export?format=csv")
            return isSo(reply)
        }
        return reply
    }
}
