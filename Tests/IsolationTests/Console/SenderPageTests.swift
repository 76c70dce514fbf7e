import Foundation
import Messaging
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("The mail sender on the console")
struct SenderPageTests {
    private static let hostile = "<script>alert(\"1\")</script>'&"
    private static let shown = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;"

    @Test("Is chosen, gets its key and records to copy, is given up again; the neighbour's stays what it was")
    func course() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            let before = try await sites.rows(of: sites.attacker)
            for path in ["/key", "/remove"] {
                let led = try await owner.get("/admin/mail/sender\(path)")
                #expect(led.status == 303 && led.headers["location"].first == "/admin/mail/sender", "\(path)")
            }
            #expect(try await owner.post("/admin/mail/sender/check").status == 409)
            let wrong = try await owner.post(
                "/admin/mail/sender", [("address", "no address"), ("name", Self.hostile), ("reply_to", "x")])
            #expect(wrong.status == 422 && wrong.body.contains(Self.shown) && !wrong.body.contains(Self.hostile))
            #expect(["address", "reply_to"].allSatisfy { wrong.body.contains("field-\($0)-error") })
            let terms = [("address", "trips@mail.settled.example"), ("name", Self.hostile), ("reply_to", "")]
            #expect(try await owner.post("/admin/mail/sender", terms, isTrue: false).status == 403)
            #expect(
                try await owner.post("/admin/mail/sender", terms).headers["location"].first
                    == "/admin/mail?done=sender_put")
            let chosen = try await owner.get("/admin/mail?done=sender_put")
            #expect(chosen.body.contains("_dmarc.mail.settled.example") && chosen.body.contains(Self.shown))
            #expect(!chosen.body.contains("_domainkey.mail") && chosen.body.contains("role=\"status\""))
            #expect(try await owner.post("/admin/mail/sender/key", [("algorithm", "ed25519-sha256")]).status == 303)
            let keyed = try await owner.get("/admin/mail")
            #expect(
                keyed.body.contains("._domainkey.mail.settled.example") && keyed.body.contains("v=DKIM1; k=ed25519"))
            #expect(try await owner.get("/admin/mail/sender/remove").body.contains("class=\"consequences\""))
            #expect(try await owner.post("/admin/mail/sender/remove").status == 303)
            #expect(try await !owner.get("/admin/mail").body.contains("settled.example"))
            #expect(try await sites.rows(of: sites.attacker) == before)
        }
    }

    @Test("Shows every letter in every language of the site, in a frame that may do nothing")
    func letters() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            for locale in ["ja", "en"] {
                let list = try await owner.get("/admin/mail/letters?locale=\(locale)")
                let ways = list.body.matches(of: /\/admin\/mail\/letters\/[a-z_]+\?locale=[a-z]+/).map {
                    String($0.output)
                }
                #expect(
                    list.status == 200 && ways.count == MailTemplate.allCases.count
                        && ways.allSatisfy { $0.hasSuffix(locale) })
                for way in ways {
                    let page = try await owner.get(way)
                    #expect(page.status == 200 && page.body.contains("<iframe") && page.body.contains("sandbox"))
                    #expect(page.headers["content-security-policy"].first?.contains("script-src") == false)
                    let html = try await owner.get(way.replacingOccurrences(of: "?", with: "/html?"))
                    #expect(html.status == 200 && html.body.contains("<html lang=\"\(locale)\""), "\(way)")
                    #expect(html.headers["content-security-policy"].first?.contains("sandbox") == true)
                }
            }
            #expect(try await owner.get("/admin/mail/letters?locale=fi").status == 404)
            #expect(try await owner.get("/admin/mail/letters/nothing").status == 422)
        }
    }

    @Test("Lists what was sent, masked, by state and as a file, to whoever may read it and of this site alone")
    func sent() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            #expect(try await owner.get("/admin/mail/messages").body.contains("class=\"empty\""))
            let key = try await sites.fleet.dataKeys.key(of: sites.attacker.entry.id)
            for (partner, address) in [(sites.victim, "mine@example.com"), (sites.attacker, "theirs@example.com")] {
                let own =
                    partner.word == sites.attacker.word ? key : try await sites.fleet.dataKeys.key(of: partner.entry.id)
                _ = try await sites.fleet.tenants.scope(partner.entry).run(
                    """
                    insert into outgoing_mails (tenant_id, mail_id, template, weight, locale, recipient_sealed,
                        recipient_index, data_key_number, state, fault)
                    values (\(partner.entry.id), \(sites.fleet.identifiers.next()), 'news', 'consented', 'en',
                        \(try own.seal("{\"address\":\"\(address)\",\"name\":null}", field: "outgoing_mails.recipient")),
                        \(own.blindIndex(address)), \(own.number), 'failed', 'refused')
                    """)
            }
            let list = try await owner.get("/admin/mail/messages")
            #expect(list.status == 200 && list.body.contains("refused") && !list.body.contains("mine@example.com"))
            #expect(list.body.matches(of: />news<\/bdi>/).count == 1)
            #expect(try await owner.get("/admin/mail/messages?state=sent").body.contains("class=\"empty\""))
            let file = try await owner.get("/admin/mail/messages?format=csv")
            #expect(file.headers["content-type"].first?.hasPrefix("text/csv") == true)
            #expect(!file.body.contains("mine@example.com") && !file.body.contains("theirs"))
            try await ConsoleSeat.settle("agent", "agent@example.com", named: "A", sites, sites.victim)
            let agent = try await ConsoleSeat.signIn("agent@example.com", on: wire)
            #expect(try await agent.get("/admin/mail").status == 200)
            #expect(try await agent.get("/admin/mail/sender").status == 403)
            #expect(try await !agent.get("/admin/mail").body.contains("sender/key"))
        }
    }
}
