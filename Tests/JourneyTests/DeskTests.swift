import Foundation
import HTTPTypes
import Localization
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("The operators' console")
struct DeskTests {
    private static let pages = [
        "/desk", "/desk/tenants", "/desk/tenants/new", "/desk/tenants/import", "/desk/operations", "/desk/jobs",
        "/desk/jobs/replay", "/desk/queues", "/desk/queues/ordinary/pause", "/desk/schedules", "/desk/mail",
        "/desk/mail/bounces", "/desk/errors", "/desk/errors/services", "/desk/statistics", "/desk/statistics/queries",
        "/desk/statistics/tenants", "/desk/exchange-rates", "/desk/exchange-rates/import", "/desk/migrations",
        "/desk/migrations/steps", "/desk/operators", "/desk/audit",
    ]

    @Test("Nobody gets in without password and code; then every page is there, in every language, and as a file")
    func everyPage() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let slugs = try await slugs(fleet, [one, two])
        try await RunningHub.run(1, on: fleet) { hubs in
            for path in Self.pages {
                let closed = try await hubs[0].wire(DeskSeat.host).send("GET", path, [], body: nil)
                #expect(
                    closed.status == 303
                        && closed.headers.first(name: "location")?.hasPrefix("/sign-in?next=%2Fdesk") == true, "\(path)"
                )
            }
            let wrong = try await DeskSeat.signIn("nobody@platform.example", "wrong", "000000", at: hubs[0])
            #expect(wrong.status == 401 && wrong.headers.first(name: "set-cookie") == nil)
            let foreign = try await DeskSeat.signIn(
                "nobody@platform.example", "wrong", "000000", at: hubs[0], [("origin", "https://evil.example")])
            #expect(foreign.status == 403)

            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let own = slugs.flatMap { slug in
                ["", "/hosts", "/looks", "/suspend", "/archive", "/invitation", "/impersonation"].map {
                    "/desk/tenants/\(slug)\($0)"
                } + ["/desk/statistics/tenants/\(slug)"] + [
                    "/desk/mail?tenant=\(slug)", "/desk/audit?tenant=\(slug)", "/desk/jobs?tenant=\(slug)",
                ]
            }
            for path in Self.pages + own {
                let page = try await seat.get(path)
                #expect(page.status == 200, "\(path): \(page.body.prefix(400))")
                #expect(!page.body.contains("⟦") && !page.body.contains(">desk."), "\(path) lacks words")
                #expect(!page.body.contains("<script") && !page.body.contains("style="), "\(path)")
            }
            for language in ["de", "ru", "ar", "ja"] {
                for path in Self.pages {
                    let page = try await seat.get(path, language: language)
                    #expect(page.body.contains("<html lang=\"\(language)\"") && !page.body.contains("⟦"), "\(path)")
                }
            }
            let file = try await seat.get("/desk/tenants?format=csv&order=down&sort=slug")
            #expect(file.headers.first(name: "content-type")?.hasPrefix("text/csv") == true)
            #expect(slugs.allSatisfy(file.body.contains) && file.body.hasPrefix("\u{FEFF}slug,brand,"))
            let first = file.body.split(separator: "\r\n").dropFirst().first
            #expect(first?.hasPrefix(slugs.max() ?? "?") == true)
            let narrowed = try await seat.get("/desk/tenants?q=\(slugs[0])").body
            #expect(
                narrowed.contains("/desk/tenants/\(slugs[0])\"") && !narrowed.contains("/desk/tenants/\(slugs[1])\""))
        }
    }

    @Test("What changes something asks first, wants the form's own token, and tells what its rules refuse")
    func changes() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let slugs = try await slugs(fleet, [one, two])
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let path = "/desk/tenants/\(slugs[0])/suspend"
            #expect(try await seat.post(path, token: "forged").status == 403)
            #expect(try await state(fleet, slugs[0]) == "active")
            #expect(try await seat.get(path).body.contains("name=\"csrf_token\""))
            #expect(try await state(fleet, slugs[0]) == "active")
            let done = try await seat.post(path)
            #expect(done.headers.first(name: "location") == "/desk/tenants/\(slugs[0])?done=suspend")
            #expect(try await state(fleet, slugs[0]) == "suspended")
            #expect(try await state(fleet, slugs[1]) == "active")
            let again = try await seat.post(path)
            #expect(again.status == 409 && again.body.contains("role=\"alert\""))
            #expect(try await seat.get("/desk/tenants/nobody").status == 404)

            for hostile in ["\"><script>alert(1)</script>", "'\u{0301}\"\u{0301} onfocus=x", "%_\\"] {
                let encoded = try #require(hostile.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                let page = try await seat.get("/desk/tenants?q=\(encoded)")
                #expect(page.status == 200 && !page.body.contains("<script") && !page.body.contains("\" onfocus"))
            }
            let odd = try await seat.get("/desk/tenants?sort=nothing&state=nothing&done=nothing")
            #expect(odd.status == 200 && odd.body.contains("class=\"empty\""))
            for (language, path) in zip(
                ["en", "de", "ru", "ar", "ja"], ["tenants", "jobs", "queues", "errors", "audit"])
            {
                let words = hubs[0].hub.catalogues.translator(try #require(LocaleTag(language)))
                let page = try await seat.get("/desk/\(path)?sort=nothing", language: language)
                #expect(page.status == 200 && page.body.contains(words("console.list.unknown_order")), "\(path)")
            }
            let away = try await seat.get("/desk/jobs?after=0000-nowhere").body
            #expect(away.contains(hubs[0].hub.catalogues.translator(.english)("console.list.unknown_place")))

            let paused = try await seat.post("/desk/queues/ordinary/pause", [("reason", "<b>a test</b>")])
            #expect(paused.headers.first(name: "location") == "/desk/queues?done=queue_paused")
            let queues = try await seat.get("/desk/queues").body
            #expect(queues.contains("&lt;b&gt;a test&lt;/b&gt;") && !queues.contains("<b>a test"))
            let unnamed = try await seat.post("/desk/queues/ordinary/pause", [("reason", "")])
            #expect(unnamed.status == 422 && unnamed.body.contains("aria-invalid"))
        }
    }

    @Test("Every form that changes something says first what it will do")
    func asks() async throws {
        let fleet = try await TestFleet.make()
        let partner = try await TestPartner.make("aurelia", as: "aurelia", .pooled, in: fleet)
        _ = try await fleet.tenant("two", .schema)
        try await RunningHub.run(1, on: fleet, withWorker: true) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let slug = "aurelia"
            let fills = [
                "slug": slug, "queue": "ordinary", "schedule": "retention.sweep", "name": "ada",
                "id": try await Self.invoice(slug, of: partner.entry, fleet, hubs[0]),
            ]
            let routes = try hubs[0].hub.map(draining: Draining()).all.filter {
                $0.method == .post && "\($0.path)".hasPrefix("/desk/")
            }
            #expect(routes.count > 15)
            for route in routes {
                let path = route.path.filled(fills)
                let page = try await seat.get(path)
                #expect(page.status == 200 && page.body.contains("class=\"consequences\""), "\(path)")
                #expect(page.body.contains("method=\"post\" action=\"\(path)\""), "\(path)")
            }
        }
    }

    @Test("Lists show each row once from cursor to cursor in both orders, and their files hold the same")
    func lists() async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(.pooled)
        let slugs = try await slugs(fleet, [one, two])
        try await RunningHub.run(1, on: fleet) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let trail = AuditTrail(identifiers: fleet.identifiers)
            for (entry, word) in [(one, "mine"), (two, "other")] {
                _ = try await fleet.tenants.scope(entry).run(
                    (100..<230).map { number in
                        trail.statement(
                            AuditEntry(
                                action: "swept.list", actor: "operator:swept", subjectKind: "swept",
                                subjectID: "\(word)-\(number)"), tenant: entry.id)
                    })
            }
            let slug = try await fleet.admin.single(
                "select slug from platform.tenants where tenant_id = \(one.id)"
            ).only().get("slug", as: String.self)
            #expect(slugs.contains(slug))
            for (order, expected) in [("up", Array(100..<230)), ("down", Array((100..<230).reversed()))] {
                var (found, next): ([Int], String?) = (
                    [], "/desk/audit?tenant=\(slug)&action=swept.&sort=recorded&order=\(order)"
                )
                let file = try await seat.get("\(next ?? "")&format=csv").body
                while let path = next {
                    let body = try await seat.get(path).body
                    #expect(!body.contains("other-"))
                    found += body.matches(of: /mine-(\d+)/).compactMap { Int($0.output.1) }
                    next = body.firstMatch(of: /<a rel="next" href="([^"]+)"/)
                        .map { String($0.output.1).replacing("&amp;", with: "&") }
                }
                #expect(found == expected, "\(order)")
                #expect(file.matches(of: /mine-(\d+)/).compactMap { Int($0.output.1) } == expected, "\(order)")
            }
        }
    }

    @Test("Of two operators one blocks the other, who is out at once; the last one cannot be blocked")
    func twoOperators() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        try await RunningHub.run(1, on: fleet) { hubs in
            let (ada, bob) = (
                try await DeskSeat.take("ada", at: hubs[0]), try await DeskSeat.take("bob", at: hubs[0])
            )
            let stolen = try #require(
                try await bob.get("/desk").body.firstMatch(of: /name="csrf_token" value="([^"]+)"/)
            ).1
            #expect(try await ada.post("/desk/operators/bob/block", token: String(stolen)).status == 403)
            #expect(try await bob.get("/desk").status == 200)
            #expect(try await ada.post("/desk/operators/bob/block").status == 303)
            #expect(try await bob.get("/desk").status == 303)
            // The one who is signed in wherever a hub runs in a test.
            #expect(try await ada.post("/desk/operators/\(TestOperator.name)/block").status == 303)
            let last = try await ada.post("/desk/operators/ada/block")
            #expect(last.status == 409 && last.body.contains("role=\"alert\""))
            #expect(try await ada.post("/sign-out").headers.first(name: "location") == "/sign-in")
            #expect(try await ada.get("/desk").status == 303)
        }
    }

    @Test("A partner is made from a few words, and its operation tells when it is done")
    func provision() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        try await RunningHub.run(1, on: fleet, withWorker: true) { hubs in
            let seat = try await DeskSeat.take("ada", at: hubs[0])
            let fields = [
                ("slug", "fresh"), ("brand", "Fresh: <Travel> & \"Co\" #1"), ("host", "fresh.example.com"),
                ("locale", "de"), ("currency", "CHF"),
            ]
            let reserved = try await seat.post("/desk/tenants/new", [("slug", "api")] + fields.dropFirst())
            #expect(reserved.status == 422)
            let asked = try await seat.post("/desk/tenants/new", fields)
            #expect(asked.status == 303, "\(asked.body)")
            let operation = try #require(asked.headers.first(name: "location"))
            #expect(operation.hasPrefix("/desk/operations/"))
            let isDone = try await comesTrue {
                try await seat.get(operation).body.contains("badge good")
            }
            #expect(isDone)
            #expect(try await state(fleet, "fresh") == "active")
            let page = try await seat.get("/desk/tenants/fresh").body
            #expect(
                page.contains("fresh.example.com") && page.contains("Fresh: &lt;Travel&gt; &amp; &quot;Co&quot; #1"))
            #expect(try await seat.get("/desk/tenants?q=travel").body.contains("/desk/tenants/fresh\""))
            let malformed = try await seat.post("/desk/tenants/import", [("folder", "{")])
            #expect(malformed.status == 422 && malformed.body.contains("role=\"alert\""))
        }
    }

    /// One that the partner got for a month long over.
    private static func invoice(
        _ slug: String, of entry: TenantEntry, _ fleet: TestFleet, _ hub: RunningHub
    ) async throws -> String {
        _ = try await fleet.admin.single(
            """
            update \(identifier: entry.schema).definitions set created_at = timestamptz '2020-01-01Z'
             where tenant_id = \(entry.id)
            """)
        let issued = try await hub.wire(DeskSeat.host).json(
            "/api/platform/tenants/\(slug)/invoices", [("authorization", "Bearer \(RunningHub.operatorToken)")],
            #"{"period":"2021-03"}"#)
        return try issued.expect("id")
    }

    private func slugs(_ fleet: TestFleet, _ entries: [TenantEntry]) async throws -> [String] {
        try await fleet.admin.single(
            "select slug from platform.tenants where tenant_id = any(\(entries.map(\.id.uuid))) order by slug"
        ).map { try $0.get("slug") }
    }

    private func state(_ fleet: TestFleet, _ slug: String) async throws -> String {
        try await fleet.admin.single("select state from platform.tenants where slug = \(slug)").only().get("state")
    }
}
