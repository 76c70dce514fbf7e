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

@Suite("The lists of a partner's console")
struct ConsoleListTests {
    private static let count = ListSeeds.count
    private static let marks = (0..<count).map { "mark-\(String(10_000 + $0).dropFirst())" }

    @Test("Show each row once in both orders, whatever comes in between, and their files hold the same")
    func cursors() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            _ = try await Holdings.gather(wire, word: sites.victim.word)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let other = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.attacker.word).email, on: sites.wire(sites.attacker.host))
            let seeds = ListSeeds(sites: sites, partner: sites.victim)
            let lists: [(path: String, sort: String, seed: (Range<Int>) async throws -> Void)] = [
                ("/admin/keys?", "made", seeds.keys), ("/admin/brand?", "look", seeds.looks),
                ("/admin/audit?action=swept.list&", "recorded", seeds.entries),
                ("/admin/bookings?", "made", seeds.bookings),
            ]
            for (path, sort, seed) in lists {
                try await seed(0..<Self.count)
                let made = try await owner.records("\(path)sort=\(sort)&format=csv").marks.filter { $0 != "unmarked" }
                #expect(made.sorted() == Self.marks, "the file of \(path)")
                for (order, expected) in [("up", made), ("down", made.reversed())] {
                    let look = "\(path)sort=\(sort)&order=\(order)"
                    let file = try await owner.records("\(look)&format=csv").marks
                    #expect(file.filter(made.contains) == expected, "the file of \(look)")
                    var extra = Self.count + (order == "up" ? 0 : 40)
                    let shown = try await owner.rows(look) {
                        try await seed(extra..<extra + 1)
                        extra += 1
                    }.marks.filter { $0 != "unmarked" }
                    #expect(shown.filter(made.contains) == expected, "\(look)")
                    #expect(Set(shown).count == shown.count, "\(look)")
                }
                #expect(try await other.rows(path).marks.allSatisfy { $0 == "unmarked" }, "\(path) of another site")
            }
            let arrivals = try await owner.rows("/admin/bookings?sort=check_in&order=up").marks.filter {
                $0 != "unmarked"
            }
            #expect(Set(arrivals).count == arrivals.count && arrivals.count > Self.count)
            let backwards = try await owner.rows("/admin/bookings?sort=check_in&order=down").marks
            #expect(backwards.filter { $0 != "unmarked" } == arrivals.reversed())
        }
    }

    @Test("That are held are ordered by each column, cut into pages and found by parts of sealed names")
    func held() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let wire = sites.wire(sites.victim.host)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let seeds = ListSeeds(sites: sites, partner: sites.victim)
            let shuffled = Array(0..<Self.count).shuffled()
            try await seeds.people(shuffled)
            try await seeds.invitations(shuffled)
            let made = shuffled.map { Self.marks[$0] }
            for (path, madeBy) in [("/admin/staff", "since"), ("/admin/staff/invitations", "asked")] {
                for (sort, expected) in [("email", Self.marks), (madeBy, made)] {
                    let up = try await owner.rows("\(path)?sort=\(sort)&order=up").marks.filter { $0 != "unmarked" }
                    let down = try await owner.rows("\(path)?sort=\(sort)&order=down").marks
                    #expect(
                        up == expected && down.filter { $0 != "unmarked" } == expected.reversed(), "\(path) \(sort)")
                    let file = try await owner.records("\(path)?sort=\(sort)&order=up&format=csv").marks
                    #expect(file.filter { $0 != "unmarked" } == expected, "\(path) \(sort)")
                }
                #expect(try await owner.rows("\(path)?q=mark-001").marks.sorted() == Array(Self.marks[10..<20]))
            }
            let sorted = try await owner.get("/admin/staff?sort=name&order=down").body
            #expect(sorted.contains("aria-sort=\"descending\"><a href=\"/admin/staff?sort=name\""))
            #expect(try await owner.rows("/admin/staff?kind=agent").count == (Self.count + 1) / 2)
            let full = try await owner.records("/admin/texts?locale=en&format=csv&sort=key&order=down")
            let shown = try await owner.rows("/admin/texts?locale=en&q=console.list&sort=key")
            #expect(shown.count > 5 && full.count > 1_000 && full.first ?? "" > full.last ?? "")
            await sites.hub.reads.flush()
            let noted = try await sites.fleet.admin.single(
                """
                select count(distinct action) as kinds from shared.audit_entries
                 where tenant_id = \(sites.victim.entry.id) and action in ('staff.export', 'invitation.export')
                """
            ).only().get("kinds", as: Int.self)
            #expect(noted == 2)
        }
    }

    @Test("Say what to do where nothing is, and otherwise where only the search finds nothing; no more are asked in")
    func empty() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let wire = sites.wire(sites.victim.host)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let t = sites.hub.catalogues.translator(.english)
            for (path, words, way) in [
                ("/admin/keys", "console.keys.none", "/admin/keys/new"),
                ("/admin/staff/invitations", "console.staff.none_invited", "action=\"/admin/staff/invitations\""),
                ("/admin/bookings", "console.bookings.none", "href=\"/\""),
            ] {
                let page = try await owner.get(path).body
                #expect(page.contains(t(words)) && page.contains(way), "\(path)")
                #expect(!page.contains("format=csv"), "\(path) offers an empty file")
            }
            for path in ["keys", "staff", "staff/invitations", "domains"] {
                let page = try await owner.get("/admin/\(path)?q=nothing-like-it").body
                #expect(page.contains(t("console.list.unmatched")), "\(path)")
                #expect(page.contains("class=\"empty\"") && page.contains("href=\"/admin/\(path)\">"), "\(path)")
            }
            for path in [
                "brand?actor=nobody", "audit?actor=nobody", "texts?q=nothing-like-it", "bookings?state=failed",
            ] {
                #expect(try await owner.get("/admin/\(path)").body.contains(t("console.list.unmatched")), "\(path)")
            }
            try await ListSeeds(sites: sites, partner: sites.victim).invitations(Array(0..<200))
            let asked = [("email", "one.more@example.com"), ("role", "agent"), ("locale", "en")]
            let refused = try await owner.post("/admin/staff/invitations", asked)
            #expect(refused.status == 409 || refused.status == 422)
            #expect(refused.body.contains("field-email-error"))
            let again = [("email", "mark-0007@invited.example"), ("role", "agent"), ("locale", "en")]
            #expect(try await owner.post("/admin/staff/invitations", again).status == 303)
        }
    }

    @Test("Hold hostile text as text, on the page and in every file")
    func hostile() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let wire = sites.wire(sites.victim.host)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let formula = "=HYPERLINK(\"https://evil.example\";\"<b>\")"
            try await ConsoleSeat.settle("agent", "agent@example.com", named: formula, sites, sites.victim)
            #expect(
                try await owner.post("/admin/keys/new", [("name", "@" + formula), ("rights", "site:read")]).status
                    == 201)
            for (path, lead) in [("/admin/staff", "=HYPERLINK"), ("/admin/keys", "@=HYPERLINK")] {
                #expect(try await !owner.get(path).body.contains("<b>"), "\(path)")
                let record = try await owner.records("\(path)?format=csv").first { $0.contains("HYPERLINK") }
                #expect(record?.hasPrefix("\"'\(lead)(\"\"https") == true, "\(record ?? "none")")
            }
            for look in [
                "sort=%22%3E%3Cscript", "after=..%2F", "sort=name'--", "page=0", "format=exe", "order=sideways",
            ] {
                #expect(try await owner.get("/admin/keys?\(look)").status == 422 || look == "page=0", "\(look)")
            }
        }
    }
}
