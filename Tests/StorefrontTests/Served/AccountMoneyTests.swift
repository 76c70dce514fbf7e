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
    private static func statements(_ tenant: TenantID, _ identifiers: IdentifierSource) -> [SQL] {
        let of: SQL = "from bookings b join booking_accounts a on a.booking_id = b.booking_id"
        return [
            """
            insert into payments (tenant_id, payment_id, booking_id, state, amount_minor, captured_minor, refunded_minor,
                                  currency, method_kind, method_digits, captured_at)
            select \(tenant), \(identifiers.next()), b.booking_id, 'captured', 43210, 43210, 1234, b.currency, 'visa', '4242',
                   clock_timestamp() \(fragment: of)
            """,
            """
            insert into payments (tenant_id, payment_id, booking_id, state, amount_minor, currency)
            select \(tenant), \(identifiers.next()), b.booking_id, 'failed', 98765, b.currency \(fragment: of)
            """,
            """
            insert into refunds (tenant_id, refund_id, payment_id, booking_id, state, amount_minor, currency, cause, actor,
                                 settled_at)
            select \(tenant), s.id, p.payment_id, p.booking_id, s.state, s.amount, p.currency, 'goodwill',
                   'test', s.settled
              from payments p
             cross join (values (\(identifiers.next())::uuid, 'pending', 1234, null),
                                (\(identifiers.next())::uuid, 'failed', 5678, clock_timestamp()))
                        as s (id, state, amount, settled)
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
                let scope = sites.fleet.tenants.scope(site.entry)
                _ = try await scope.run(Self.statements(site.entry.id, sites.fleet.identifiers))
                try await Self.look(members[index], scope)
                if index == 0 { #expect(try await members[1].open("/account/payments").links("/bookings/").isEmpty) }
            }
        }
    }

    private static func look(_ member: Member, _ scope: TenantScope) async throws {
        let page = try await member.open("/account/payments")
        let links = page.links("/\(member.language)/bookings/")
        #expect(links.count == 2 && page.html.contains("Visa 4242"), "\(page.html)")
        #expect(try await member.browser.open(try #require(links.first)).status == 200)
        #expect(try await member.open("/account/payments?kind=refund").links("/bookings/").count == 1)
        #expect(try await member.open("/account/payments?kind=payment").links("/bookings/").count == 1)
        try await lookNarrowly(member, scope)
        let file = try await member.open("/account/payments/download").html
        let rows = file.components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty }
        #expect(rows.count == 2 && file.contains(",43210,") && file.contains(",1234,"), "\(file)")
        #expect(!file.contains("98765") && !file.contains("5678"), "\(file)")
    }

    /// By days, by currency and both; what is wrong with the days is told beside them.
    private static func lookNarrowly(_ member: Member, _ scope: TenantScope) async throws {
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970) / 86_400)
        let (before, after) = (today.adding(days: -2), today.adding(days: 2))
        let currency = try await scope.run("select currency from payments where state = 'captured'").only()
            .get("currency", as: String.self)
        for (query, count) in [
            ("from=\(before)", 2), ("until=\(after)", 2), ("from=\(before)&until=\(after)&currency=\(currency)", 2),
            ("from=\(after)", 0), ("until=\(before)", 0), ("currency=XAF", 0), ("from=\(before)&kind=refund", 1),
            ("from=\(after)&until=\(before)", 0), ("from=never", 0), ("currency=\(currency)", 2),
        ] {
            let page = try await member.open("/account/payments?\(query)")
            #expect(page.links("/\(member.language)/bookings/").count == count, "\(query)")
            #expect(page.html.contains("id=\"until\""), "\(query)")
            let file = try await member.open("/account/payments/download?\(query)").html
            #expect(file.components(separatedBy: "\r\n").dropFirst().count { !$0.isEmpty } == count, "\(query)")
            let isWrong = query == "from=never" || query == "from=\(after)&until=\(before)"
            #expect(page.html.contains("aria-invalid") == isWrong, "\(query)")
        }
    }
}
