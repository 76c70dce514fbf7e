import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("The books on a partner's console")
struct LedgerPageTests {
    @Test("Show what stands in them to whom finance is open, of one's own site, and say when they were taken away")
    func books() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            let held = try await Holdings.gather(wire, word: sites.victim.word)
            try await ConsoleSeat.settle("agent", "agent@example.com", named: "Agent", sites, sites.victim)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let agent = try await ConsoleSeat.signIn("agent@example.com", on: wire)
            let stranger = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.attacker.word).email, on: sites.wire(sites.attacker.host))
            let account = "/admin/ledger/accounts/\(held[.ledgerAccount])"

            let balance = try await owner.get("/admin/ledger")
            #expect(balance.status == 200 && balance.body.contains("123.45"))
            let before = try await owner.get("/admin/ledger?until=2020-01-01")
            #expect(before.status == 200 && !before.body.contains("123.45"))
            let accounts = try await owner.get("/admin/ledger/accounts?code=traveller_receivable&currency=EUR")
            #expect(accounts.body.contains(account) && accounts.body.contains("123.45"))
            let statement = try await owner.get(account)
            #expect(statement.status == 200 && statement.body.contains("booking.sold"))
            #expect(try await owner.get("\(account)?until=2020-01-01").status == 200)
            #expect(try await owner.get("\(account)?from=2026-06-02&until=2026-06-01").status == 422)
            let table = try await owner.get("\(account)?format=csv")
            #expect(table.body.contains("12345,12345,EUR"))
            #expect(try await owner.get("/admin/ledger/accounts?format=csv").body.contains("traveller_receivable"))

            for path in ["/admin/ledger", "/admin/ledger/accounts", account] {
                #expect(try await agent.get(path).status == 403, "\(path)")
            }
            #expect(try await stranger.get(account).status == 404)
            #expect(try await stranger.get("\(account)?format=csv").status == 404)
            await sites.hub.reads.flush()
            let noted = try await sites.fleet.admin.single(
                """
                select count(*) as count from shared.audit_entries
                 where tenant_id = \(sites.victim.entry.id) and action in ('ledger.export', 'ledger_account.export')
                """
            ).only().get("count", as: Int.self)
            #expect(noted == 2)
        }
    }

    @Test("Are told to programs as they are described, page by page, and to no agent")
    func programs() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let wire = sites.wire(sites.victim.host)
            let held = try await Holdings.gather(wire, word: sites.victim.word)
            let mine = [("authorization", held[.bearer])]
            let api = "/api/admin/ledger"
            let balance = try await wire.get("\(api)/trial-balance", mine)
            #expect(balance.status == 200 && balance.body.contains("\"is_balanced\":true"))
            #expect(try await !wire.get("\(api)/trial-balance?at=2020-01-01T00:00:00Z", mine).body.contains("12345"))
            let first = try await wire.get("\(api)/accounts?limit=1", mine)
            let next = try first.expect("next_cursor")
            let second = try await wire.get("\(api)/accounts?limit=1&cursor=\(next)", mine)
            #expect(try first.expect("id") != second.expect("id"))
            let account = "\(api)/accounts/\(held[.ledgerAccount])"
            #expect(try await wire.get(account, mine).body.contains("\"normal_side\":\"debit\""))
            let statement = try await wire.get("\(account)/statement", mine)
            #expect(statement.body.contains("\"closing\":{\"amount\":12345,\"currency\":\"EUR\"}"))
            let export = try await wire.get("\(account)/statement/export", mine)
            #expect(export.status == 200 && export.body.contains("booking.sold"))
            let unknown = try await wire.get("\(api)/accounts/\(UUID().text)/statement", mine)
            #expect(unknown.status == 404 && unknown.body.contains("ledger.account_unknown"))
            #expect(try await wire.get("\(api)/accounts?code=slush", mine).status == 422)
            #expect(try await wire.get("\(api)/accounts?cursor=x", mine).status == 422)
            #expect(try await wire.get("\(api)/trial-balance").status == 401)
        }
    }
}
