import Foundation
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("Partners' payments on the operators' desk")
struct PartnersMoneyTests {
    private static let program = [("authorization", "Bearer \(SweptSites.operatorToken)")]

    @Test("Are counted partner by partner as SQL counts them, and listed one partner at a time, in its trail")
    func partners() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let platform = sites.wire(SweptSites.platformHost)
            let desk = try await AuditedSeat.take(sites).operating()
            for (partner, other) in [(sites.victim, sites.attacker), (sites.attacker, sites.victim)] {
                let paid = try await SweptTill.pay(sites.wire(partner.host), sites, partner)
                let refund = try await SweptTill.grant(700, of: paid, sites, partner)
                let path = "/api/platform/tenants/\(partner.word)/payments"
                let list = try await platform.get("\(path)?order=up", Self.program).body
                #expect(list.contains(paid.payment.text) && list.contains(refund.text), "\(list)")
                let elsewhere = try await platform.get("/api/platform/tenants/\(other.word)/payments", Self.program)
                    .body
                #expect(!elsewhere.contains(paid.payment.text) && !elsewhere.contains(refund.text))
                let page = try await platform.get("\(path)?limit=1&kind=refund&currency=\(paid.currency)", Self.program)
                #expect(page.body.contains(refund.text) && !page.body.contains("\"kind\":\"payment\""), "\(page.body)")
                #expect(try await platform.get("\(path)/export", Self.program).body.contains(paid.payment.text))

                // By the booking, as programs name it and as people type it.
                let reference = try await sites.fleet.tenants.scope(partner.entry).run(
                    """
                    select b.reference from bookings b join payments p on p.booking_id = b.booking_id
                     where p.payment_id = \(paid.payment)
                    """
                ).only().get("reference", as: String.self)
                for (query, isFound) in [
                    ("booking=\(paid.booking)", true), ("reference=\(reference.lowercased())", true),
                    ("booking=\(paid.payment.text)", false), ("reference=nobody", false),
                ] {
                    let found = try await platform.get("/api/platform/payments?\(query)", Self.program).body
                    #expect(found.contains(#""captured""#) == isFound, "\(query): \(found)")
                    guard query.hasPrefix("reference") else { continue }
                    let file = try await desk.page("/desk/payments?format=csv&\(query)", sites).body
                    #expect(file.contains("\(partner.word),\(paid.currency),") == isFound, "\(query): \(file)")
                }
                let ofBooking = try await platform.get("\(path)?kind=payment&booking=\(paid.booking)", Self.program)
                    .body
                #expect(ofBooking.contains(paid.payment.text), "\(ofBooking)")

                let url = "/desk/payments?tenant=\(partner.word)"
                let seen = try await desk.page(url, sites)
                #expect(seen.status == 200 && seen.body.contains("Refund"), "\(seen.body)")
                let file = try await desk.page("\(url)&format=csv&kind=refund", sites).body
                #expect(file.contains(refund.text) && !file.contains(",payment,"), "\(file)")
                await sites.hub.reads.flush()
                for (action, count) in [("payment.read", 5), ("payment.export", 2)] {
                    let found = try await sites.fleet.admin.single(
                        """
                        select count(*) as found from shared.audit_entries where tenant_id = \(partner.entry.id)
                           and action = \(action) and actor like 'operator:%' and subject_id = 'list'
                        """
                    ).only().get("found", as: Int.self)
                    // Those who looked at the other one looked here, too.
                    #expect(found == count || found == count - 1, "\(action): \(found)")
                }
            }
            let before = try await Self.looks(sites)
            #expect(try await platform.get("/api/platform/payments/export", Self.program).status == 200)
            try await Self.sums(sites, platform, desk)
            await sites.hub.reads.flush()
            let after = try await Self.looks(sites)
            // Of all partners: page by page and the desk's, and the two files.
            #expect(after.read >= before.read + 3 && after.export == before.export + 2, "\(before) \(after)")
            #expect(try await platform.get("/api/platform/payments").status == 401)
            #expect(try await platform.get("/api/platform/tenants/nobody/payments", Self.program).status == 404)
            #expect(try await desk.page("/desk/payments?tenant=nobody", sites).status == 404)
        }
    }

    /// At all partners together, in the operators' own trail.
    private static func looks(_ sites: SweptSites) async throws -> (read: Int, export: Int) {
        let row = try await sites.fleet.admin.single(
            """
            select count(*) filter (where action = 'payment.read') as read,
                   count(*) filter (where action = 'payment.export') as export
              from platform.audit_entries where actor like 'operator:%' and subject_id = 'list'
            """
        ).only()
        return (try row.get("read"), try row.get("export"))
    }

    /// Page by page, each partner once, with what its own rows come to.
    private static func sums(_ sites: SweptSites, _ platform: Wire, _ desk: AuditedBrowser) async throws {
        var (seen, cursor): ([String], String?) = ([], nil)
        repeat {
            let after = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await platform.get("/api/platform/payments?limit=1\(after)", program).body
            seen += page.matches(of: /"tenant":"([a-z0-9-]+)"/).map { String($0.1) }
            cursor = page.firstMatch(of: /"next_cursor":"([^"]+)"/).map { String($0.1) }
            for partner in [sites.victim, sites.attacker] where seen.last == partner.word {
                let row = try await sites.fleet.tenants.scope(partner.entry).run(
                    """
                    select (select sum(captured_minor)::bigint from payments) as captured,
                           (select sum(amount_minor)::bigint from refunds) as refunded,
                           (select coalesce(sum(amount_minor) filter (where state in ('open', 'lost')), 0)::bigint
                              from disputes) as disputed, min(currency) as currency
                      from payments
                    """
                ).only()
                let (captured, refunded): (Int, Int) = (try row.get("captured"), try row.get("refunded"))
                let (disputed, currency): (Int, String) = (try row.get("disputed"), try row.get("currency"))
                #expect(page.contains("\"captured\":{\"amount\":\(captured),\"currency\":\"\(currency)\"}"), "\(page)")
                #expect(page.contains("\"refunded\":{\"amount\":\(refunded),\"currency\":\"\(currency)\"}"), "\(page)")
                #expect(page.contains("\"disputed\":{\"amount\":\(disputed),\"currency\":\"\(currency)\"}"), "\(page)")
            }
        } while cursor != nil
        #expect(seen == seen.sorted() && Set(seen).count == seen.count)
        #expect(Set(seen).isSuperset(of: [sites.victim.word, sites.attacker.word]))
        let all = try await desk.page("/desk/payments", sites).body
        let file = try await desk.page("/desk/payments?format=csv", sites).body
        for partner in [sites.victim, sites.attacker] {
            #expect(all.contains("tenant=\(partner.word)\""), "\(all)")
            #expect(file.contains("\r\n\(partner.word),"), "\(file)")
        }
    }
}

extension AuditedBrowser {
    fileprivate func page(_ path: String, _ sites: SweptSites) async throws -> Wire.Reply {
        try await sites.wire(host).get(path, [("accept", "text/html"), ("cookie", cookies)])
    }
}
