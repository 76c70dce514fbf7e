import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Reports

@Suite("How reports reach their rows")
struct PlanTests {
    /// Of two years, so that a month is few of them.
    private static func past(_ random: inout SeededGenerator) -> [Date] {
        let now = WallClock.system.now()
        return (0..<4_000).map { _ in now.addingTimeInterval(-Double(Int.random(in: 0..<730 * 86_400, using: &random)))
        }
    }

    @Test("each finds those of its days in an index of the tenant's, under row security")
    func indexes() async throws {
        try await TwoShops.with { shops in
            var random = SeededGenerator(seed: 6)
            for shop in shops.both {
                let recent = (0..<4_000).map { _ in
                    WallClock.system.now().addingTimeInterval(-Double(Int.random(in: 0..<20 * 86_400, using: &random)))
                }
                _ = try await ReportedShop(
                    shop, zone: "Pacific/Auckland", Self.past(&random), steps: recent, &random)
                _ = try await shop.scope.run(Self.refunds(shop.entry.id))
                // What the books' triggers keep is no part of a plan, and wants a tenant.
                for table in ["ledger_transactions", "ledger_lines"] {
                    _ = try await shops.fleet.admin.single(
                        "alter table \(identifier: shop.entry.schema).\(identifier: table) disable trigger user")
                }
                _ = try await shops.fleet.admin.single(Self.sales(shop.entry))
            }
            for schema in ["pooled", shops.schema.entry.schema] {
                for table in [
                    "bookings", "booking_rooms", "booking_events", "amendments", "refunds", "ledger_transactions",
                    "ledger_lines",
                    "ledger_accounts",
                ] {
                    _ = try await shops.fleet.owner.single("analyze \(identifier: schema).\(identifier: table)")
                }
            }
            _ = try await shops.fleet.owner.single("analyze shared.funnel_events")
            let today = ReportRange.day(of: WallClock.system.now(), in: "Pacific/Auckland")
            let range = try ReportRange(from: today.adding(days: -2), until: today, today: today)
            for shop in shops.both {
                for (kind, index) in [
                    (ReportKind.bookings, "booking_events_outcome"), (.refunds, "refunds_made"),
                    (.revenue, "ledger_transactions_time"), (.funnel, "_tenant_id_step_recorded_at_idx"),
                ] {
                    let plan = try await Self.plan(kind, range, shop)
                    let found = plan.split(separator: "\n").drop { !$0.contains(index) }.prefix(2).joined()
                    #expect(found.contains("tenant_id = $") && found.contains(" >= "), "\(plan)")
                    // What a booking was before it was changed is found by the booking.
                    #expect(kind != .bookings || plan.contains("amendments_booking"), "\(plan)")
                }
            }
        }
    }

    private static func plan(_ kind: ReportKind, _ range: ReportRange, _ shop: Shop) async throws -> String {
        let statement = ReportStore.lines(kind, range, ReportFilter(), zone: "Pacific/Auckland")
        return try await shop.scope.run("explain (costs off) \(fragment: statement)")
            .map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
    }

    /// As many refunds as two years bring, of one payment that is as large as all of them.
    private static func refunds(_ tenant: TenantID) -> [SQL] {
        [
            """
            insert into payments (tenant_id, payment_id, booking_id, state, amount_minor, currency)
            select \(tenant), gen_random_uuid(), b.booking_id, 'open', 1, 'EUR' from bookings b limit 1
            """,
            """
            insert into refunds (tenant_id, refund_id, payment_id, booking_id, state, amount_minor, currency, cause, actor,
                                 created_at)
            select \(tenant), gen_random_uuid(), p.payment_id, p.booking_id, 'asked', 1, 'EUR', 'goodwill', 'test',
                   clock_timestamp() - n * interval '4 hours'
              from payments p cross join generate_series(1, 4000) n
            """,
        ]
    }

    /// Sales of two lines each, written as their owner could.
    private static func sales(_ entry: TenantEntry) -> SQL {
        let schema: SQL = "\(identifier: entry.schema)"
        return """
            with accounts as (
              insert into \(fragment: schema).ledger_accounts (tenant_id, account_id, code, currency)
              select \(entry.id), gen_random_uuid(), c.code, 'EUR'
                from (values ('tenant_revenue'), ('processor_balance')) c (code)
              returning account_id, case code when 'tenant_revenue' then -1 else 1 end as sign),
            moved as (
              insert into \(fragment: schema).ledger_transactions
                (tenant_id, transaction_id, kind, key, content_digest, step, line_count, effective_at)
              select \(entry.id), gen_random_uuid(), 'booking.sold', n::text, decode(repeat('00', 32), 'hex'), 'single', 2,
                     date_trunc('second', clock_timestamp()) - n * interval '4 hours'
                from generate_series(1, 4000) n
              returning transaction_id, effective_at)
            insert into \(fragment: schema).ledger_lines
              (tenant_id, transaction_id, position, account_id, currency, layer, amount_minor, effective_at)
            select \(entry.id), m.transaction_id, (3 + a.sign) / 2, a.account_id, 'EUR', 'posted', a.sign, m.effective_at
              from moved m cross join accounts a
            """
    }
}
