import Foundation
import Localization
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("A site's reports on its console")
struct ReportPageTests {
    private static let names = ["bookings", "revenue", "funnel", "refunds"]

    /// Around now, whichever day it is in the site's zone.
    private static func days() throws -> String {
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970) / 86_400)
        return "from=\(today.adding(days: -5))&until=\(today.adding(days: 1))"
    }

    @Test("Are drawn, told in tables, taken as a file and given to programs alike, and are nobody else's")
    func pages() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for (partner, other) in [(sites.victim, sites.attacker), (sites.attacker, sites.victim)] {
                let wire = sites.wire(partner.host)
                let owner = try await TillPageTests.owner(partner, sites)
                let t = sites.hub.catalogues.translator(.english)
                let paid = try await SweptTill.pay(wire, sites, partner)
                _ = try await SweptTill.grant(500, of: paid, sites, partner)
                let days = try Self.days()
                for name in Self.names {
                    let page = try await owner.get("/admin/reports/\(name)?\(days)&group=week")
                    #expect(page.status == 200 && page.body.contains("role=\"img\""), "\(name): \(page.body)")
                    #expect(page.body.contains("<rect class=\"series-0\"") || name == "refunds", "\(name)")
                    #expect(!page.body.contains(" style="), "\(name)")
                    let file = try await owner.records("/admin/reports/\(name)?\(days)&format=csv")
                    #expect(file.count >= 7, "\(name): \(file)")
                    let past = try await owner.get("/admin/reports/\(name)?from=2020-01-01&until=2020-12-31")
                    #expect(past.status == 200 && past.body.contains(t("console.reports.nothing")), "\(name)")
                    for wrong in ["from=2020-01-01&until=2021-01-01", "from=2020-01-02&until=2020-01-01", "group=year"]
                    {
                        #expect(
                            try await owner.get("/admin/reports/\(name)?\(wrong)").status == 422, "\(name) \(wrong)")
                    }
                }
                let mine = try await TillPageTests.bearer(partner, sites)
                let refunds = try await wire.get("/api/admin/reports/refunds?\(days)", mine)
                #expect(refunds.body.contains("\"goodwill\":{\"amount\":500,"), "\(refunds.body)")
                let sales = try await wire.get("/api/admin/reports/revenue?\(days)", mine)
                #expect(sales.status == 200 && sales.body.contains("\"platform_fee\""), "\(sales.body)")
                #expect(try await wire.get("/api/admin/reports/nothing", mine).status == 404)
                let theirs = try await TillPageTests.bearer(other, sites)
                #expect(try await wire.get("/api/admin/reports/refunds?\(days)", theirs).status == 401)
                try await Self.roles(partner, sites)
            }
        }
    }

    /// Money is for those who may see the books.
    private static func roles(_ partner: SweptPartner, _ sites: SweptSites) async throws {
        try await ConsoleSeat.settle("agent", "agent@example.com", named: "Agent", sites, partner)
        let agent = try await ConsoleSeat.signIn("agent@example.com", on: sites.wire(partner.host))
        let list = try await agent.get("/admin/reports").body
        for (name, isOpen) in zip(names, [true, false, true, false]) {
            #expect(try await agent.get("/admin/reports/\(name)").status == (isOpen ? 200 : 403), "\(name)")
            #expect(list.contains("/admin/reports/\(name)") == isOpen, "\(name)")
        }
    }
}
