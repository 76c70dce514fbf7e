import Foundation
import NIOHTTP1
import TestSupport
import Testing

extension HostileTests {
    @Suite("What operators type that would act, and what they see of partners")
    struct Operators {
        private static let tail = " because of it"

        @Test("as reasons and brands is shown as typed, at the desk, in the partner's trail and in every table")
        func reasons() async throws {
            try await HostileSite.run { site in
                var findings = Findings()
                let owner = try await HostileOwner.settle(at: site, named: "=Zq92 \"<b onclick=zq92()>")
                let desk = try await DeskSeat.take("ada\(site.partner.word)", at: site.hub)
                let slug = site.partner.word
                for text in site.texts {
                    let asked = try await site.platform.json(
                        "/api/platform/tenants/\(slug)/impersonations", HostileOwner.operators,
                        try HostileSite.json(["email": owner.email, "reason": text.text + Self.tail]))
                    findings.see(asked, "impersonation \(text.word)", showing: nil, status: 201)
                    guard let path = asked.member("path") else { continue }
                    findings.see(
                        try await site.wire.get(path, [("accept", "text/html"), ("accept-language", "en")]),
                        "ticket \(text.word)", showing: text.kept + Self.tail, kind: "ticket")
                    findings.see(
                        try await begin(path, at: site, owner), "acting \(text.word)", showing: nil, kind: "acting")
                    let held = try await desk.post("/desk/queues/mail/pause", [("reason", text.text)])
                    findings.see(held, "queue held \(text.word)", showing: nil, status: 303)
                    findings.see(
                        try await desk.get("/desk/queues"), "/desk/queues \(text.word)", showing: text.kept,
                        kind: "queues")
                    findings.see(
                        try await desk.get("/desk/queues?format=csv"), "queues.csv \(text.word)", showing: text.kept)
                    findings.see(
                        try await desk.post("/desk/queues/mail/resume"), "queue let go", showing: nil, status: 303)
                    for path in ["/desk/tenants?q=", "/desk/audit?actor="] {
                        let reply = try await desk.get(path + Wire.formBody([("", text.kept)]).dropFirst())
                        findings.see(reply, "\(path) \(text.word)", showing: text.kept, status: reply.status)
                    }
                    let typed = try await desk.post(
                        "/desk/tenants/new", [("slug", text.text), ("brand", text.text), ("host", text.text)])
                    findings.see(typed, "refused tenant \(text.word)", showing: text.kept, status: 422, kind: "tenant")
                }
                try await trails(site, owner, desk, &findings)
                findings.expectNone()
            }
        }

        /// Acts as the owner, who is then told why: the page that begins the console.
        private func begin(_ path: String, at site: HostileSite, _ owner: HostileOwner) async throws -> Wire.Reply {
            let html = [("accept", "text/html"), ("accept-language", "en")]
            let asked = try await site.wire.get(path, html)
            let visit = asked.cookie("visit") ?? ""
            let begun = try await site.wire.form(
                "/impersonation", html + [("cookie", visit)],
                [
                    ("csrf_token", asked.hidden("csrf_token") ?? ""), ("ticket", asked.hidden("ticket") ?? ""),
                ])
            let account = try #require(begun.cookie("account"), "\(begun.status) \(begun.body.prefix(300))")
            return try await site.wire.get("/admin", html + [("cookie", "\(visit); \(account)")])
        }

        private func trails(
            _ site: HostileSite, _ owner: HostileOwner, _ desk: DeskSeat, _ findings: inout Findings
        ) async throws {
            let slug = site.partner.word
            var trails: [(String, Wire.Reply)] = []
            for path in ["/api/admin/audit/export?format=csv", "/api/admin/audit/export?format=ndjson"] {
                trails.append((path, try await owner.api(path)))
            }
            for format in ["csv", "ndjson"] {
                let path = "/api/platform/audit/export?format=\(format)&tenant=\(slug)"
                trails.append((path, try await site.platform.get(path, HostileOwner.operators)))
            }
            trails.append(("/desk/audit csv", try await desk.get("/desk/audit?format=csv&tenant=\(slug)")))
            for (name, reply) in trails {
                for text in site.texts {
                    findings.see(reply, "\(name) \(text.word)", showing: text.kept + Self.tail)
                }
            }
            findings.see(try await owner.page("/admin/audit"), "/admin/audit", showing: nil)
            for path in ["/desk/tenants", "/desk/tenants?format=csv", "/desk/tenants/\(slug)"] {
                findings.see(try await desk.get(path), path, showing: site.brand)
            }
            for path in [
                "/desk", "/desk/audit", "/desk/mail?tenant=\(slug)", "/desk/jobs", "/desk/jobs?format=csv",
                "/desk/operators",
                "/desk/operators?format=csv", "/desk/errors", "/desk/errors?format=csv", "/desk/statistics",
                "/desk/statistics/tenants", "/desk/statistics/tenants?format=csv", "/desk/operations",
            ] {
                findings.see(try await desk.get(path), path, showing: nil)
            }
            let path = "/api/platform/tenants/\(slug)"
            findings.see(try await site.platform.get(path, HostileOwner.operators), path, showing: site.brand)
        }
    }
}
