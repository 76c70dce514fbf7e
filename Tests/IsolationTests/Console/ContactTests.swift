import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("Support and company on the console")
struct ContactTests {
    private static let hostile = "<script>alert(\"1\")</script>'&"
    private static let shown = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;"

    private static let support: [(String, String)] = [
        ("mail", "desk@settled.example"), ("phone", "+43 (1) 555-0142"), ("hours.0.locale", "ja"),
        ("hours.0.text", hostile), ("hours.1.locale", "en"), ("hours.1.text", "always"), ("zone", "Asia/Tokyo"),
    ]

    @Test("Are on the site at once in every process, never on the neighbour's, and hostile words stay words")
    func atOnce() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let (mine, theirs) = (sites.wire(sites.victim.host), sites.wire(sites.attacker.host))
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: mine)
            let before = try await sites.rows(of: sites.attacker)
            #expect(try await owner.post("/admin/contact/support", Self.support, isTrue: false).status == 403)
            let put = try await owner.post("/admin/contact/support", Self.support)
            #expect(put.status == 303 && put.headers["location"].first == "/admin/contact?done=contact_put")
            let seen = try await owner.get("/admin/contact?done=contact_put")
            #expect(seen.body.contains("desk@settled.example") && seen.body.contains("role=\"status\""))
            #expect(seen.body.contains(Self.shown) && !seen.body.contains(Self.hostile))
            let company = try await owner.post(
                "/admin/contact/company",
                [
                    ("company", "Settled \(Self.hostile)"), ("registration", ""),
                    ("address", "Main Road 1\r\n\r\nTown"),
                    ("country", "JP"),
                ])
            #expect(company.status == 303)
            #expect(
                try await comesTrue {
                    let page = try await mine.get("/en", [("accept", "text/html")]).body
                    return page.contains("desk@settled.example") && page.contains("Settled \(Self.shown)")
                        && page.contains("Main Road 1") && !page.contains(Self.hostile)
                })
            let other = try await theirs.get("/en", [("accept", "text/html")]).body
            #expect(!other.contains("settled.example") && !other.contains("Main Road 1"))
            #expect(try await sites.rows(of: sites.attacker) == before)
            let kept = try await sites.fleet.tenants.scope(sites.victim.entry).run(
                "select action, before, after from audit_entries where action like 'site.%' order by recorded_at")
            #expect(
                try kept.map { try $0.get("action", as: String.self) }.suffix(2) == ["site.support", "site.company"])
            #expect(try kept[kept.count - 2].get("after", as: JSONText.self).text.contains("+4315550142"))
            #expect(try kept[kept.count - 2].get("before", as: JSONText.self).text.contains("mail"))
        }
    }

    @Test("Are judged field by field, what was typed is shown again, and nothing changes meanwhile")
    func judged() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            let before = try await sites.rows(of: sites.victim)
            let wrong = try await owner.post(
                "/admin/contact/support",
                [
                    ("mail", "nobody"), ("phone", "5550142"), ("hours.0.locale", "fi"), ("hours.0.text", Self.hostile),
                    ("zone", "Mars/Base"),
                ])
            #expect(wrong.status == 422)
            for field in ["mail", "phone", "zone"] {
                #expect(wrong.body.contains("id=\"field-\(field)-error\""), "\(field)")
            }
            #expect(wrong.body.contains("value=\"nobody\"") && wrong.body.contains(Self.shown))
            let strange = try await owner.post(
                "/admin/contact/support",
                [
                    ("mail", "a@b.example"), ("phone", "+4315550142"), ("hours.0.locale", "fi"), ("hours.0.text", "x"),
                    ("zone", "UTC"),
                ])
            #expect(strange.status == 422 && strange.body.contains("role=\"alert\""))
            let empty = try await owner.post("/admin/contact/company", [("company", ""), ("country", "XX")])
            #expect(empty.status == 422 && empty.body.contains("href=\"#field-company\""))
            #expect(empty.body.contains("id=\"field-country-error\"") && empty.body.contains("field-address-error"))
            #expect(try await sites.rows(of: sites.victim) == before)
        }
    }

    @Test("By the API take the same rules, keep the hours of languages left out, and are closed to whoever only reads")
    func programs() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let seat = try await AuditedSeat.take(sites)
            let path = "/api/admin/settings"
            func put(_ way: String, _ body: String, _ person: AuditedSeat.Person) async throws -> Wire.Reply {
                try await seat.wire.send(
                    "PUT", "\(path)/\(way)", person.bearer + [("content-type", "application/json")], body: body)
            }
            let first = try await seat.wire.get(path, seat.owner.bearer)
            #expect(first.status == 200)
            let body = """
                {"mail":"x@y.example","phone":"+81 3 5550 1234","zone":"UTC","hours":[{"locale":"en","text":"9-5"}]}
                """
            let answered = try await put("support", body, seat.owner)
            #expect(answered.status == 200 && answered.body.contains("\"phone\":\"+81355501234\""))
            #expect(answered.body.contains("\"text\":\"9-5\"") && answered.body.contains("\"locale\":\"de\""))
            let again = try await seat.wire.get(path, seat.owner.bearer)
            #expect(again.body == answered.body && again.body != first.body)
            let twice = try await put(
                "support",
                #"{"mail":"x@y.example","phone":"+81355501234","zone":"UTC","hours":[{"locale":"en","text":"a"},{"locale":"en","text":"b"},{"locale":"fi","text":"c"}]}"#,
                seat.owner)
            #expect(
                twice.status == 422 && twice.body.contains("/hours/1/locale") && twice.body.contains("/hours/2/locale"))
            let lines = try await put(
                "company", #"{"company":"C","address":["a","a"],"country":"at"}"#, seat.owner)
            #expect(lines.status == 422 && lines.body.contains("/country"))
            let agent = try await seat.person(role: "agent")
            #expect(try await seat.wire.get(path, agent.bearer).status == 200)
            #expect(try await put("support", body, agent).status == 403)
        }
    }
}
