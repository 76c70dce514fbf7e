import Billing
import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("One invoice of a partner on the operators' desk")
struct DeskInvoicePageTests {
    private static var today: CalendarDate {
        CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
    }

    @Test("Is shown with what can be done; its payment is noted by the form, once, and the books say the same")
    func pays() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let desk = try await DeskBrowser.open(sites)
            for (partner, other) in [(sites.victim, sites.attacker), (sites.attacker, sites.victim)] {
                let invoice = try await SweptBilling.issue(partner, sites)
                let here = "/desk/invoices/\(partner.word)/\(invoice.id.text)"
                let shown = try await desk.get(here)
                #expect(shown.status == 200 && shown.body.contains(invoice.number.description), "\(shown.body)")
                #expect(shown.body.contains("\(here)/pay\"") && shown.body.contains("\(here)/void\""))
                for verb in ["", "/pay", "/void"] {
                    let strayed = try await desk.get("/desk/invoices/\(other.word)/\(invoice.id.text)\(verb)")
                    #expect(strayed.status == 404, "\(verb)")
                }
                let asked = try await desk.get("\(here)/pay")
                #expect(asked.body.contains("class=\"consequences\"") && asked.body.contains("action=\"\(here)/pay\""))
                let exact = invoice.total.description.prefix { $0 != " " }
                #expect(asked.body.contains("value=\"\(exact)\""), "\(asked.body)")

                let owed = try await Self.owed(partner, sites)
                let unread = try await desk.post(
                    "\(here)/pay", [("amount", "money"), ("paid_on", "\(Self.today)"), ("reference", "BANK 7")])
                #expect(unread.status == 422 && unread.body.contains("id=\"field-amount-error\""), "\(unread.body)")
                let empty = try await desk.post("\(here)/pay", [("amount", ""), ("paid_on", ""), ("reference", "")])
                #expect(empty.status == 422)
                for field in ["amount", "paid_on", "reference"] {
                    #expect(empty.body.contains("id=\"field-\(field)-error\""), "\(field): \(empty.body)")
                }
                let faulty: [(status: Int, amount: String, day: CalendarDate)] = [
                    (409, "1", Self.today), (422, String(exact), Self.today.adding(days: 9)),
                ]
                for one in faulty {
                    let told = try await desk.post(
                        "\(here)/pay", [("amount", one.amount), ("paid_on", "\(one.day)"), ("reference", "BANK 7")])
                    #expect(Int(told.status) == one.status, "\(one): \(told.status)")
                    #expect(told.body.contains("role=\"alert\"") && told.body.contains("value=\"BANK 7\""), "\(one)")
                }
                #expect(try await Self.owed(partner, sites) == owed)
                #expect(try await Self.row(invoice, partner, sites) == ["open", "", ""])

                let fields = [("amount", String(exact)), ("paid_on", "\(Self.today)"), ("reference", "BANK <7>")]
                let paid = try await desk.post("\(here)/pay", fields)
                #expect(paid.headers.first(name: "location") == "\(here)?done=invoice_paid", "\(paid.body)")
                #expect(try await Self.row(invoice, partner, sites) == ["paid", "\(Self.today)", "BANK <7>"])
                #expect(try await Self.owed(partner, sites) == owed - invoice.total.minor)
                let now = try await desk.get("\(here)?done=invoice_paid").body
                #expect(
                    now.contains("BANK &lt;7&gt;") && !now.contains("\(here)/pay\"") && now.contains("role=\"status\""))
                for (verb, fields) in [("pay", fields), ("void", [("reason", "Late")])] {
                    let again = try await desk.post("\(here)/\(verb)", fields)
                    #expect(again.status == 409 && again.body.contains("role=\"alert\""), "\(verb): \(again.status)")
                }
                #expect(try await Self.owed(partner, sites) == owed - invoice.total.minor)
            }
        }
    }

    @Test("Is taken back by the form for a reason, once; its number stays, and what it asked for is free again")
    func voids() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let desk = try await DeskBrowser.open(sites)
            for partner in [sites.victim, sites.attacker] {
                let owed = try await Self.owed(partner, sites)
                let invoice = try await SweptBilling.issue(partner, sites)
                let here = "/desk/invoices/\(partner.word)/\(invoice.id.text)"
                #expect(try await Self.owed(partner, sites) == owed + invoice.total.minor)
                let asked = try await desk.get("\(here)/void")
                #expect(asked.body.contains("class=\"consequences\"") && asked.body.contains("action=\"\(here)/void\""))
                let unnamed = try await desk.post("\(here)/void", [("reason", " ")])
                #expect(unnamed.status == 422 && unnamed.body.contains("id=\"field-reason-error\""), "\(unnamed.body)")
                let forged = try await desk.post("\(here)/void", [("reason", "Wrong")], token: "forged")
                #expect(forged.status == 403)
                #expect(try await Self.row(invoice, partner, sites) == ["open", "", ""])

                let taken = try await desk.post("\(here)/void", [("reason", "Wrong <plan>")])
                #expect(taken.headers.first(name: "location") == "\(here)?done=invoice_void", "\(taken.body)")
                #expect(try await Self.row(invoice, partner, sites) == ["void", "", ""])
                #expect(try await Self.owed(partner, sites) == owed)
                let now = try await desk.get(here).body
                #expect(now.contains("Wrong &lt;plan&gt;") && now.contains(invoice.number.description))
                #expect(!now.contains("\(here)/pay\"") && !now.contains("\(here)/void\""))
                #expect(try await desk.post("\(here)/void", [("reason", "Twice")]).status == 409)
                let owner = try await TillPageTests.owner(partner, sites)
                #expect(try await owner.get("/admin/billing/\(invoice.id.text)").body.contains("Wrong &lt;plan&gt;"))
            }
        }
    }

    /// What the books say that the partner owes the platform.
    private static func owed(_ partner: SweptPartner, _ sites: SweptSites) async throws -> Int {
        try await sites.fleet.tenants.scope(partner.entry).run(
            """
            select coalesce(-sum(l.amount_minor), 0)::bigint as owed
              from ledger_lines l
              join ledger_accounts a on a.tenant_id = l.tenant_id and a.account_id = l.account_id
             where a.code = 'platform_fee' and l.layer = 'posted'
            """
        ).only().get("owed")
    }

    private static func row(_ invoice: Invoice, _ partner: SweptPartner, _ sites: SweptSites) async throws -> [String] {
        let row = try await sites.fleet.tenants.scope(partner.entry).run(
            """
            select state, coalesce(paid_on::text, '') as paid_on, coalesce(paid_reference, '') as paid_reference
              from billing_invoices where invoice_id = \(invoice.id)
            """
        ).only()
        return try ["state", "paid_on", "paid_reference"].map { try row.get($0) }
    }
}

/// An operator's browser at the desk of swept sites.
private struct DeskBrowser {
    let wire: Wire
    let headers: [(String, String)]
    let token: String

    static func open(_ sites: SweptSites) async throws -> DeskBrowser {
        let browser = try await AuditedSeat.take(sites).operating()
        return DeskBrowser(
            wire: sites.wire(browser.host), headers: [("accept", "text/html"), ("cookie", browser.cookies)],
            token: browser.token)
    }

    func get(_ path: String) async throws -> Wire.Reply { try await wire.get(path, headers) }

    func post(_ path: String, _ fields: [(String, String)], token other: String? = nil) async throws -> Wire.Reply {
        try await wire.form(path, headers, [("csrf_token", other ?? token)] + fields)
    }
}
