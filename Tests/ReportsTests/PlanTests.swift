import Foundation
import Postgres
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
            }
            for schema in ["pooled", shops.schema.entry.schema] {
                for table in ["bookings", "booking_rooms", "booking_events", "refunds", "ledger_transactions"] {
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
                    let statement = ReportStore.lines(kind, range, ReportFilter(), zone: "Pacific/Auckland")
                    let plan = try await shop.scope.run("explain (costs off) \(fragment: statement)")
                        .map { try $0.get("QUERY PLAN", as: String.self) }.joined(separator: "\n")
                    #expect(plan.contains(index), "\(plan)")
                    #expect(!plan.contains("Seq Scan on booking_events"), "\(plan)")
                }
            }
        }
    }
}
