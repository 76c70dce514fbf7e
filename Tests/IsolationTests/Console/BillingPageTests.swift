import Billing
import Foundation
import Localization
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("What a site owes the platform, on both consoles")
struct BillingPageTests {
    private static let operators = [("authorization", "Bearer \(SweptSites.operatorToken)")]

    @Test("Stands on the site's own console with its lines, its file and its account, and is nobody else's to see")
    func owner() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let t = sites.hub.catalogues.translator(.english)
            for (partner, other) in [(sites.victim, sites.attacker), (sites.attacker, sites.victim)] {
                let owner = try await TillPageTests.owner(partner, sites)
                #expect(try await owner.get("/admin/billing").body.contains(t("console.billing.none")))
                let invoice = try await SweptBilling.issue(partner, sites)
                let number = invoice.number.description
                #expect(try await owner.rows("/admin/billing?state=overdue").isEmpty)
                #expect(try await owner.rows("/admin/billing?state=open&period=\(invoice.period)").count == 1)
                let file = try await owner.records("/admin/billing?format=csv")
                #expect(
                    file.count == 1 && file[0].hasPrefix("\(number),\(invoice.period),open,\(invoice.total.minor),"))
                let page = try await owner.get("/admin/billing/\(invoice.id.text)")
                #expect(page.status == 200 && page.body.contains(number), "\(page.status)")
                #expect(page.body.contains("\(invoice.id.text)/invoice.pdf"))
                let paper = try await owner.get("/admin/billing/\(invoice.id.text)/invoice.pdf")
                #expect(paper.status == 200 && paper.headers.first(name: "content-type") == "application/pdf")
                #expect(try await owner.rows("/admin/billing/statement").count == 1)
                let account = try await owner.records("/admin/billing/statement?format=csv")
                #expect(account.count == 1 && account[0].contains(",issued,\(number),,\(invoice.total.minor),"))
                #expect(try await owner.get("/admin/billing?period=2026-13").status == 422)

                let stranger = try await TillPageTests.owner(other, sites)
                for path in ["", "/invoice.pdf"] {
                    #expect(try await stranger.get("/admin/billing/\(invoice.id.text)\(path)").status == 404)
                }
                try await ConsoleSeat.settle("agent", "agent@example.com", named: "Agent", sites, partner)
                let agent = try await ConsoleSeat.signIn("agent@example.com", on: sites.wire(partner.host))
                for path in ["", "/statement", "/\(invoice.id.text)"] {
                    #expect(try await agent.get("/admin/billing\(path)").status == 403, "\(path)")
                }
            }
        }
    }

    @Test("Is told to programs, and operators issue, note payments and take back; sums are those of SQL")
    func programs() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let (partner, other) = (sites.victim, sites.attacker)
            let (wire, platform) = (sites.wire(partner.host), sites.wire(SweptSites.platformHost))
            let mine = try await TillPageTests.bearer(partner, sites)
            let month = try await SweptBilling.month(partner, sites)
            let base = "/api/platform/tenants/\(partner.word)/invoices"
            let issued = try await platform.json(base, Self.operators, #"{"period":"\#(month)"}"#)
            #expect(issued.status == 201, "\(issued.body)")
            let id = try issued.expect("id")
            #expect(try await platform.json(base, Self.operators, #"{"period":"\#(month)"}"#).status == 409)
            #expect(try await platform.json(base, Self.operators, #"{"period":"2999-01"}"#).status == 409)
            #expect(try await platform.json(base, Self.operators, #"{"period":"May"}"#).status == 422)
            #expect(try await wire.get("/api/admin/billing", mine).body.contains(#""plan":""#))
            #expect(try await wire.get("/api/admin/billing/invoices", mine).body.contains(id))
            let one = try await wire.get("/api/admin/billing/invoices/\(id)", mine)
            #expect(one.status == 200 && one.body.contains(#""kind":"plan_fee""#), "\(one.body)")
            let theirs = try await TillPageTests.bearer(other, sites)
            #expect(try await sites.wire(other.host).get("/api/admin/billing/invoices/\(id)", theirs).status == 404)
            #expect(
                try await platform.get("/api/platform/tenants/\(other.word)/invoices/\(id)", Self.operators).status
                    == 404)

            let void = try await platform.json("\(base)/\(id)/void", Self.operators, #"{"reason":"Wrong"}"#)
            #expect(void.status == 200 && void.body.contains(#""state":"void""#), "\(void.body)")
            #expect(try await platform.json("\(base)/\(id)/void", Self.operators, #"{"reason":"Twice"}"#).status == 409)
            let again = try await platform.json(base, Self.operators, #"{"period":"\#(month)"}"#)
            let second = try again.expect("id")
            let row = try await sites.fleet.tenants.scope(partner.entry).run(
                "select total_minor, currency from billing_invoices where state = 'open'"
            ).only()
            let (total, currency) = (try row.get("total_minor", as: Int.self), try row.get("currency", as: String.self))
            let payment = { (minor: Int) in
                #"{"amount":{"amount":\#(minor),"currency":"\#(currency)"},"paid_on":"\#(Self.today)","reference":"B"}"#
            }
            #expect(
                try await platform.json("\(base)/\(second)/pay", Self.operators, payment(total - 1)).status == 409)
            let paid = try await platform.json("\(base)/\(second)/pay", Self.operators, payment(total))
            #expect(paid.status == 200 && paid.body.contains(#""state":"paid""#), "\(paid.body)")
            let all = try await platform.get("/api/platform/invoices?tenant=\(partner.word)", Self.operators)
            #expect(all.body.contains(#""paid":{"amount":\#(total),"currency":"\#(currency)"}"#), "\(all.body)")
            #expect(try await platform.get("/api/platform/invoices?tenant=nobody", Self.operators).status == 404)
            let statement = try await wire.get("/api/admin/billing/statement", mine).body
            #expect(statement.contains(#""balance":{"amount":0,"#), "\(statement)")
        }
    }

    private static var today: CalendarDate {
        CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
    }
}
