import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("Legal texts on the console")
struct LegalTests {
    private static let path = "/admin/legal/terms/en"
    private static let typed =
        "<h2>Ours &amp; yours</h2><p onclick=\"x()\">Pay <b>late</b>.</p><script>alert(1)</script><div>so</div>"

    @Test(
        "Are seen before they are published, tell what was taken out, and stand on the site at once, on this one alone")
    func course() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let (mine, theirs) = (sites.wire(sites.victim.host), sites.wire(sites.attacker.host))
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: mine)
            let edit = try await owner.get(Self.path)
            let seen = try #require(edit.hidden("seen"))
            #expect(
                edit.status == 200 && edit.body.contains("&lt;h2&gt;") && edit.body.contains("lang=\"en\" dir=\"ltr\""))
            let before = try await sites.rows(of: sites.victim)
            let fields = [("title", "<i>T&C</i>"), ("body", Self.typed), ("seen", seen)]
            let preview = try await owner.post("\(Self.path)/preview", fields)
            #expect(preview.status == 200 && preview.body.contains("<p>Pay <b>late</b>.</p>"))
            #expect(preview.body.contains("onclick, script") && preview.body.contains(">div<"))
            #expect(preview.body.contains("&lt;i&gt;T&amp;C&lt;/i&gt;") && !preview.body.contains("<script>"))
            #expect(try await sites.rows(of: sites.victim) == before)
            let shown = { (wire: Wire) in try await wire.get("/en/legal/terms", [("accept", "text/html")]).body }
            #expect(try await !shown(mine).contains("Ours &amp; yours"))
            let other = try await sites.rows(of: sites.attacker)
            #expect(try await owner.post("\(Self.path)/publish", fields, isTrue: false).status == 403)
            let published = try await owner.post("\(Self.path)/publish", fields)
            #expect(published.headers["location"].first == "\(Self.path)?done=legal_published")
            #expect(
                try await comesTrue {
                    let page = try await shown(mine)
                    return page.contains("<h2>Ours &amp; yours</h2>") && page.contains("&lt;i&gt;T&amp;C&lt;/i&gt;")
                        && !page.contains("onclick=") && !page.contains("alert(1)")
                })
            #expect(try await !shown(theirs).contains("Ours &amp; yours"))
            #expect(try await sites.rows(of: sites.attacker) == other)
            #expect(try await mine.get("/ja/legal/terms", [("accept", "text/html")]).body.contains("Pay") == false)
        }
    }

    @Test("Come back from their history, and a text published meanwhile is not written over unseen")
    func again() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let wire = sites.wire(sites.victim.host)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let seen = try #require(try await owner.get(Self.path).hidden("seen"))
            let first = [("title", "First"), ("body", "one\n\ntwo"), ("seen", seen)]
            #expect(try await owner.post("\(Self.path)/publish", first).status == 303)
            let late = try await owner.post(
                "\(Self.path)/publish", [("title", "Second"), ("body", "three"), ("seen", seen)])
            #expect(late.status == 409 && late.body.contains("role=\"alert\"") && late.body.contains("three"))
            let fresh = try #require(late.hidden("seen"))
            #expect(fresh != seen)
            let over = [("title", "Second"), ("body", "three"), ("seen", fresh)]
            #expect(try await owner.post("\(Self.path)/publish", over).status == 303)
            let history = try await owner.get("\(Self.path)/history")
            let versions = history.body.matches(of: /publish\?version=(\d+)/).compactMap { Int($0.1) }
            #expect(versions.count == 3 && versions == versions.sorted(by: >))
            let old = try await owner.get("\(Self.path)/publish?version=\(versions[1])")
            #expect(old.status == 200 && old.body.contains("<p>one</p>") && old.body.contains("class=\"consequences\""))
            let back = [
                ("title", "First"), ("body", try #require(old.hidden("body")).unescaped),
                ("seen", try #require(old.hidden("seen"))),
            ]
            #expect(try await owner.post("\(Self.path)/publish", back).status == 303)
            #expect(
                try await comesTrue {
                    try await wire.get("/en/legal/terms", [("accept", "text/html")]).body.contains("<p>one</p>")
                })
            #expect(try await owner.get("\(Self.path)/publish?version=99").status == 404)
            let file = try await owner.get("\(Self.path)/history?format=csv")
            #expect(file.headers["content-type"].first?.hasPrefix("text/csv") == true)
            #expect(file.body.split(whereSeparator: \.isNewline).count == 5)
        }
    }

    @Test("Name each language that is missing, and refuse what is empty, too long or not of this site")
    func missing() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            _ = try await sites.fleet.admin.single(
                """
                update \(identifier: sites.victim.entry.schema).definitions set document = document #- '{pages,privacy,ja}'
                 where tenant_id = \(sites.victim.entry.id)
                """)
            let list = try await owner.get("/admin/legal")
            #expect(list.status == 200 && list.body.contains("/admin/legal/privacy/ja"))
            #expect(list.body.contains("badge warned"))
            for (body, status) in [
                ("", 422), ("<script>x</script>", 422), (String(repeating: "x", count: 20_001), 422), ("ok", 200),
            ] {
                let answer = try await owner.post("\(Self.path)/preview", [("title", "T"), ("body", body)])
                #expect(answer.status == status, "\(body.prefix(20))")
                #expect(status == 200 || answer.body.contains("field-body-error"))
            }
            #expect(try await owner.get("/admin/legal/terms/fi").status == 404)
            #expect(
                try await owner.post("/admin/legal/terms/fi/preview", [("title", "T"), ("body", "x")]).status == 404)
            #expect(try await owner.get("/admin/legal/privacy/ja").status == 200)
            #expect(try await owner.get("/admin/legal/privacy/ja/publish").status == 404)
            #expect(try await owner.get("/admin/legal/privacy/ja/history").status == 200)
        }
    }

    @Test("By the API tell what was left out and by which mark the next writer knows the text")
    func programs() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let seat = try await AuditedSeat.take(sites)
            let path = "/api/admin/pages/imprint/en"
            func send(_ method: String, _ path: String, _ body: String) async throws -> Wire.Reply {
                try await seat.wire.send(
                    method, path, seat.owner.bearer + [("content-type", "application/json")], body: body)
            }
            let list = try await seat.wire.get("/api/admin/pages", seat.owner.bearer)
            #expect(list.status == 200 && list.body.contains("\"kind\":\"imprint\""))
            let mark = try await seat.wire.get(path, seat.owner.bearer).expect("mark")
            let body = #"{"title":"Us","body":"<p>a</p><iframe src=x></iframe><font>b</font>","seen":"\#(mark)"}"#
            let preview = try await send("POST", "\(path)/preview", body)
            #expect(preview.status == 200 && preview.body.contains("\"removed\":[\"iframe\"]"))
            #expect(try await seat.wire.get(path, seat.owner.bearer).expect("mark") == mark)
            let put = try await send("PUT", path, body)
            #expect(put.status == 200 && put.body.contains("\"unwrapped\":[\"font\"]"))
            #expect(try put.expect("mark") != mark)
            let stale = try await send("PUT", path, body)
            #expect(stale.status == 409 && stale.body.contains("legal.changed_meanwhile"))
            #expect(try await send("PUT", "/api/admin/pages/imprint/fi", body).status == 404)
            let versions = try await seat.wire.get("\(path)/versions", seat.owner.bearer)
            #expect(versions.body.matches(of: /"version":/).count == 2)
            let agent = try await seat.person(role: "agent")
            #expect(try await seat.wire.get(path, agent.bearer).status == 200)
            #expect(
                try await seat.wire.send(
                    "PUT", path, agent.bearer + [("content-type", "application/json")], body: body
                ).status == 403)
        }
    }
}

extension String {
    /// What a form's hidden field stands for.
    fileprivate var unescaped: String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(self) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }
}
