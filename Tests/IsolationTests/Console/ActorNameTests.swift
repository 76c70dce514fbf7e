import Foundation
import Localization
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("Who is told to have done something")
struct ActorNameTests {
    private static let colleague = "Grace <b>Hopper"
    private static let shown = "Grace &lt;b&gt;Hopper"

    private struct Cast {
        let colleague: String
        let traveller: String
        let key: String
        let stranger: String
        let gone = "account:\(UUID().text)"
        let goneKey = "key:\(UUID().text)"

        var all: [String] { [colleague, traveller, key, stranger, gone, goneKey, "guest", "system", "operator:ada"] }
    }

    /// Somebody of each kind, each of whom did something on the victim's site.
    private static func cast(_ sites: SweptSites) async throws -> Cast {
        let scope = sites.fleet.tenants.scope(sites.victim.entry)
        try await ConsoleSeat.settle("agent", "grace@example.com", named: colleague, sites, sites.victim)
        try await ConsoleSeat.settle("traveller", "tess@example.org", named: "Tess Traveller", sites, sites.victim)
        try await ConsoleSeat.settle("agent", "hidden@example.net", named: "Of Another Site", sites, sites.attacker)
        try await ListSeeds(sites: sites, partner: sites.victim).keys(7..<8)
        func account(_ email: String, _ partner: SweptPartner) async throws -> String {
            let key = try await sites.fleet.dataKeys.key(of: partner.entry.id)
            let row = try await sites.fleet.tenants.scope(partner.entry).run(
                "select account_id from accounts where email_index = \(key.blindIndex(email))"
            ).only()
            return "account:\(try row.get("account_id", as: UUID.self).text)"
        }
        let key = try await scope.run("select key_id from api_keys where name = 'mark-0007'").only()
        let cast = Cast(
            colleague: try await account("grace@example.com", sites.victim),
            traveller: try await account("tess@example.org", sites.victim),
            key: "key:\(try key.get("key_id", as: UUID.self).text)",
            stranger: try await account("hidden@example.net", sites.attacker))
        let trail = AuditTrail(identifiers: sites.fleet.identifiers)
        _ = try await scope.run(
            cast.all.enumerated().map { number, name in
                trail.statement(
                    AuditEntry(
                        action: "swept.named", actor: AuditActor(name), subjectKind: "booking",
                        subjectID: "row-\(number)"
                    ), tenant: sites.victim.entry.id)
            })
        return cast
    }

    @Test("Colleagues and programs by name, travellers by as much as tells them apart, who is gone as gone")
    func names() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let cast = try await Self.cast(sites)
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            let t = sites.hub.catalogues.translator(.english)
            let page = try await owner.get("/admin/audit?action=swept.named").body
            #expect(page.contains(Self.shown) && !page.contains(Self.colleague))
            for text in ["mark-0007", "t•••@e•••.org", t("console.actor.guest"), t("console.actor.system")] {
                #expect(page.contains(text), "\(text)")
            }
            #expect(page.contains(t("console.actor.operator", ["name": .text("ada")])))
            #expect(!page.contains("Tess Traveller") && !page.contains("tess@example.org"))
            #expect(!page.contains("Of Another Site") && !page.contains("h•••@e•••.net"))
            for actor in [cast.colleague, cast.traveller, cast.key, cast.stranger, cast.gone, cast.goneKey] {
                #expect(page.contains(">\(actor)</bdi>"), "the identifier of \(actor)")
                #expect(page.contains("actor=\(actor.replacing(":", with: "%3A"))"), "no way to what \(actor) did")
            }
            let rows = try await owner.rows("/admin/audit?action=swept.named")
            for actor in [cast.gone, cast.goneKey, cast.stranger] {
                let row = try #require(rows.first { $0.contains(actor) })
                #expect(row.contains(t("console.actor.gone")), "\(row)")
            }
            let file = try await owner.records("/admin/audit?action=swept.named&format=csv")
            for (actor, name) in [
                (cast.colleague, Self.colleague), (cast.traveller, "t•••@e•••.org"), (cast.key, "mark-0007"),
                (cast.gone, "erased"), (cast.stranger, "erased"), ("guest", ",,"),
            ] {
                let record = try #require(file.first { $0.contains(actor) })
                #expect(record.contains(name), "\(record)")
            }
        }
    }

    @Test("Whoever may not see the staff or the keys is told of neither's names; what was erased names nobody")
    func rights() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let cast = try await Self.cast(sites)
            let email = SweptPeople(word: sites.victim.word).email
            let wire = sites.wire(sites.victim.host)
            let owner = try await ConsoleSeat.signIn(email, on: wire)
            let made = try await owner.post("/admin/keys/new", [("name", "Auditor"), ("rights", "audit:read")])
            let secret = try #require(made.body.firstMatch(of: /sk_(test|live)_[0-9a-f]{64}/)?.output.0)
            let auditor = [("authorization", "Bearer \(secret)")]
            let export = "/api/admin/audit/export?action=swept.named"
            let file = try await wire.get(export, auditor).body
            #expect(file.contains("g•••@e•••.com") && !file.contains("Hopper"))
            #expect(file.contains(",sk_live_100007,") && !file.contains("mark-0007"))
            let operated = try await sites.wire(SweptSites.platformHost).get(
                "/api/platform/audit/export?tenant=\(sites.victim.word)&action=swept.named",
                [("authorization", "Bearer \(SweptSites.operatorToken)")]
            ).body
            #expect(operated.contains("g•••@e•••.com") && !operated.contains("Hopper"))
            #expect(operated.contains("mark-0007"))
            // A program is told the same in every form.
            for path in ["\(export)&format=ndjson", "/api/admin/audit?limit=100&action=swept.named"] {
                let told = try await wire.get(path, auditor).body
                #expect(told.contains(cast.colleague) && told.contains("\"actor_name\":\"g•••@e•••.com\""), "\(path)")
                #expect(told.contains("\"actor_name\":\"sk_live_100007\"") && !told.contains("mark-0007"), "\(path)")
                #expect(told.contains("\"actor_name\":\"erased\"") && !told.contains("Hopper"), "\(path)")
            }
            _ = try await sites.fleet.tenants.scope(sites.victim.entry).transaction { tx in
                try await AuditErasure(identifiers: sites.fleet.identifiers).erase(
                    .account(try #require(UUID(uuidString: String(cast.traveller.dropFirst("account:".count))))),
                    by: "system", in: tx)
            }
            let rows = try await owner.rows("/admin/audit?action=swept.named")
            let row = try #require(rows.first { $0.contains(cast.traveller) })
            #expect(row.contains(sites.hub.catalogues.translator(.english)("console.audit.erased")), "\(row)")
            #expect(!row.contains("t•••"))
        }
    }

    @Test("The makers of looks and invitations have names, on the page and beside their identifiers in the file")
    func makers() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let email = SweptPeople(word: sites.victim.word).email
            let owner = try await ConsoleSeat.signIn(email, on: sites.wire(sites.victim.host))
            let name = try #require(
                try await owner.get("/admin").body.firstMatch(of: /<span>[^<]*<bdi>([^<]+)<\/bdi>/)?.output.1)
            let asked = [("email", "new@example.com"), ("role", "agent"), ("locale", "en")]
            #expect(try await owner.post("/admin/staff/invitations", asked).status == 303)
            #expect(
                try await owner.post(
                    "/admin/brand/edit", [("light_accent", "#123456"), ("light_accent_text", "#ffffff")]
                ).status == 303)
            for path in ["/admin/staff/invitations", "/admin/brand"] {
                let page = try await owner.get(path).body
                #expect(page.contains("<bdi>\(name)</bdi><small class=\"detail\">"), "\(path)")
                let file = try await owner.get("\(path)?format=csv").body
                #expect(file.contains("by,by_name") && file.contains(name), "\(path)")
            }
            let entered = try await sites.wire(sites.victim.host).json(
                "/api/auth/login", [], "{\"email\":\"\(email)\",\"password\":\"\(SweptPeople.password)\"}")
            let bearer = [("authorization", "Bearer \(try entered.expect("access_token"))")]
            for (path, field) in [
                ("/api/admin/invitations", "invited_by_name"), ("/api/admin/branding/releases", "actor_name"),
            ] {
                let told = try await sites.wire(sites.victim.host).get(path, bearer)
                #expect(told.status == 200 && told.body.contains("\"\(field)\":\"\(name)\""), "\(path): \(told.body)")
            }
        }
    }

    @Test("Invitations stand in the order of their inviters' names, whose identifiers say nothing")
    func inviters() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            // Later than the owner, and before them by name.
            try await ConsoleSeat.settle("admin", "aaron@example.com", named: "Aaron", sites, sites.victim)
            let admin = try await ConsoleSeat.signIn("aaron@example.com", on: wire)
            for (seat, number) in [(owner, 1), (admin, 2), (owner, 3)] {
                let fields = [("email", "mark-000\(number)@example.com"), ("role", "agent"), ("locale", "en")]
                #expect(try await seat.post("/admin/staff/invitations", fields).status == 303)
            }
            let list = "/admin/staff/invitations?sort=by"
            #expect(try await owner.rows(list).marks.first == "mark-0002")
            #expect(try await owner.rows("\(list)&order=down").marks.last == "mark-0002")
            #expect(try await owner.records("\(list)&format=csv").marks.first == "mark-0002")
        }
    }
}
