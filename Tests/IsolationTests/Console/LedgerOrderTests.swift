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

@Suite("The orders and files of the books on a partner's console")
struct LedgerOrderTests {
    @Test("Accounts stand once in each order of the page, its file and the API, and lines in both directions of time")
    func orders() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            let held = try await Holdings.gather(wire, word: sites.victim.word)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let bearer = [("authorization", held[.bearer])]
            for minor in [77_701, 500] { try await Self.sell(minor, sites, sites.victim) }
            for sort in ["account", "currency", "opened"] {
                let up = try await Self.accounts(owner, "sort=\(sort)&order=up")
                let down = try await Self.accounts(owner, "sort=\(sort)&order=down")
                // The fee of the booking that is agreed has two of its own.
                #expect(up.count == 6 && Set(up).count == up.count && down == up.reversed(), "\(sort)")
                let file = try await owner.records("/admin/ledger/accounts?sort=\(sort)&order=down&format=csv")
                #expect(file.count == up.count, "\(sort)")
                var (told, cursor): ([String], String?) = ([], "")
                while let place = cursor {
                    let page = try await wire.get(
                        "/api/admin/ledger/accounts?limit=2&sort=\(sort)&order=down\(place)", bearer)
                    #expect(page.status == 200, "\(page.body)")
                    told += page.body.matches(of: /\{"id":"([^"]+)","code"/).map { String($0.output.1) }
                    cursor = page.body.firstMatch(of: /"next_cursor":"([^"]+)"/).map { "&cursor=\($0.output.1)" }
                }
                #expect(told == down, "the API's \(sort)")
            }
            #expect(try await wire.get("/api/admin/ledger/accounts?sort=balance", bearer).status == 422)

            let account = "/admin/ledger/accounts/\(held[.ledgerAccount])"
            let (first, last) = (
                try await owner.rows("\(account)?sort=when"), try await owner.rows("\(account)?order=down&sort=when")
            )
            #expect(!first.isEmpty && last == first.reversed())
            let told = try await wire.get("/api\(account)/statement?order=down", bearer)
            #expect(told.status == 200 && told.body.contains("\"closing\":{\"amount\":12345"))
            #expect(try await owner.records("\(account)?order=down&sort=when&format=csv").count == first.count)
        }
    }

    @Test("The trial balance is ordered within each currency, keeps its totals last, and is taken away as one file")
    func balance() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let wire = sites.wire(sites.victim.host)
            let held = try await Holdings.gather(wire, word: sites.victim.word)
            #expect(!held[.ledgerAccount].isEmpty)
            try await Self.sell(77_701, sites, sites.victim)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let stranger = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.attacker.word).email, on: sites.wire(sites.attacker.host))
            let page = try await owner.get("/admin/ledger?currency=EUR&sort=debits&order=down").body
            let total = sites.hub.catalogues.translator(.english)("console.ledger.total")
            let rows = page.components(separatedBy: "<tr>").dropFirst(2)
            #expect(rows.count > 2 && rows.last?.contains(total) == true)
            #expect(page.contains("aria-sort=\"descending\"") && page.contains("currency=EUR&amp;sort=debits"))
            let file = try await owner.records("/admin/ledger?format=csv")
            #expect(file.contains { $0.hasPrefix("traveller_receivable,EUR,90046,") }, "\(file)")
            #expect(file.filter { $0.contains(",EUR,") }.count == rows.count - 1)
            let none = try await owner.get("/admin/ledger?currency=CHF").body
            #expect(none.contains("class=\"empty\"") && !none.contains("format=csv"))
            #expect(try await !stranger.records("/admin/ledger?format=csv").contains { $0.contains("90046") })
            await sites.hub.reads.flush()
            let noted = try await sites.fleet.admin.single(
                """
                select count(*) as count from shared.audit_entries
                 where tenant_id = \(sites.victim.entry.id) and action = 'ledger_balance.export'
                """
            ).only().get("count", as: Int.self)
            #expect(noted == 1)
        }
    }

    /// For a booking of its own, so that each has an account.
    private static func sell(_ minor: Int, _ sites: SweptSites, _ partner: SweptPartner) async throws {
        _ = try await sites.fleet.tenants.scope(partner.entry).run(
            """
            select posted_id from ledger_post(
              \(sites.fleet.identifiers.next()), 'booking.sold', \(UUID().text), 'single', null, null, null, null, null,
              null, null, null, null, null, array['traveller_receivable', 'tenant_revenue'], array['EUR', 'EUR'],
              array['booking', null], array[\(sites.fleet.identifiers.next()), null]::uuid[],
              array[\(minor), \(-minor)]::bigint[])
            """)
    }

    private static func accounts(_ seat: ConsoleSeat, _ look: String) async throws -> [String] {
        try await seat.get("/admin/ledger/accounts?\(look)").body
            .matches(of: /href="\/admin\/ledger\/accounts\/([0-9a-f-]{36})"/).map { String($0.output.1) }
    }
}
