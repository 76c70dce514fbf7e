import Foundation
import Postgres
import Tenancy
import Testing
import TestSupport
import Vocabulary
import Web

@Suite("What an account paid")
struct AccountMoneyTests {
    /// A payment that was taken with a part of it on its way back, one that was refused, and a refund that failed.
    private static func statements(_ tenant: TenantID) -> [SQL] {
        let of: SQL = "from bookings b join booking_accounts a on a.booking_id = b.booking_id"
        return [
            """
            insert into payments (tenant_id, payment_id, booking_id, state, amount_minor, captured_minor, refunded_minor,
                                  currency, method_kind, method_digits, captured_at)
            select \(tenant), gen_random_uuid(), b.booking_id, 'captured', 43210, 43210, 1234, b.currency, 'visa', '4242',
                   clock_timestamp() \(fragment: of)
            """,
            """
            insert into payments (tenant_id, payment_id, booking_id, state, amount_minor, currency)
            select \(tenant), gen_random_uuid(), b.booking_id, 'failed', 98765, b.currency \(fragment: of)
            """,
            """
            insert into refunds (tenant_id, refund_id, payment_id, booking_id, state, amount_minor, currency, cause, actor,
                                 settled_at)
            select \(tenant), gen_random_uuid(), p.payment_id, p.booking_id, s.state, s.amount, p.currency, 'goodwill',
                   'test', s.settled
              from payments p
             cross join (values ('pending', 1234, null), ('failed', 5678, clock_timestamp())) as s (state, amount, settled)
             where p.state = 'captured'
            """,
        ]
    }

    @Test("stands on a page and in a file of its own, what moved alone, and on nobody else's")
    func moves() async throws {
        try await TwoSites.with { sites in
            var members: [Member] = []
            for (site, language) in [(sites.first, "de"), (sites.second, "ja")] {
                _ = try await Journey(browser: sites.browser(site), language: language).confirmation()
                let member = try await Member.make(sites, site)
                let none = try await member.open("/account/payments")
                #expect(none.status == 200 && none.links("/bookings/").isEmpty)
                members.append(member)
            }
            // Only one of them has paid; then both have.
            for (site, index) in [(sites.first, 0), (sites.second, 1)] {
                if index == 0 { #expect(try await members[1].open("/account/payments").links("/bookings/").isEmpty) }
                _ = try await sites.fleet.tenants.scope(site.entry).run(Self.statements(site.entry.id))
                try await Self.look(members[index])
                if index == 0 { #expect(try await members[1].open("/account/payments").links("/bookings/").isEmpty) }
            }
        }
    }

    private static func look(_ member: Member) async throws {
        let page = try await member.open("/account/payments")
        let links = page.links("/\(member.language)/bookings/")
        #expect(links.count == 2 && page.html.contains("Visa 4242"), "\(page.html)")
        #expect(try await member.browser.open(try #require(links.first)).status == 200)
        #expect(try await member.open("/account/payments?kind=refund").links("/bookings/").count == 1)
        #expect(try await member.open("/account/payments?kind=payment").links("/bookings/").count == 1)
        let file = try await member.open("/account/payments/download").html
        let rows = file.components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty }
        #expect(rows.count == 2 && file.contains(",43210,") && file.contains(",1234,"), "\(file)")
        #expect(!file.contains("98765") && !file.contains("5678"), "\(file)")
    }
}
