import Bookings
import Foundation
import Ledger
import Payments
import Postgres
import Reports
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// What is reported of money is what stands in the books and in the rows, whatever was sold and given back.
@Suite("Reports of money")
struct MoneyReportTests {
    private static let zone = "Pacific/Auckland"

    private static func range() throws -> ReportRange {
        let today = ReportRange.day(of: WallClock.system.now(), in: zone)
        // A test that begins before midnight may end after it.
        return try ReportRange(from: today.adding(days: -3), until: today.adding(days: 1), today: today)
    }

    /// Sales, some of them cancelled in time or late, some given back a part of.
    private static func course(_ till: Till, _ fleet: TestFleet, _ random: inout SeededGenerator) async throws {
        for _ in 0..<8 {
            let (booking, _) = try await till.paid(
                nights: Int.random(in: 1...3, using: &random), from: Int.random(in: 0...4, using: &random))
            switch Int.random(in: 0...3, using: &random) {
            case 0: _ = try await till.shop.cancel(booking)
            case 1:
                try await till.moveWindow(booking, begins: -1, fleet)
                _ = try await till.shop.cancel(booking)
            case 2:
                let given = Money(minor: Int.random(in: 1...9_000, using: &random), .eur)
                _ = try await till.scope.settle { tx in
                    let effect = try await till.feature.grant.grant(
                        given, of: booking, ChangeReason("A report's."), key: till.shop.key, AuditActor("account:test"),
                        in: tx)
                    return Effect(value: effect.value.amount, closing: effect.closing)
                }
            default: break
            }
        }
        // One that is given back both ways, and what is on its way ends, or does not.
        let (booking, _) = try await till.paid()
        _ = try await till.scope.settle { tx in
            let effect = try await till.feature.grant.grant(
                Money(minor: 2_500, .eur), of: booking, ChangeReason("A report's."), key: till.shop.key,
                AuditActor("account:test"), in: tx)
            return Effect(value: effect.value.amount, closing: effect.closing)
        }
        _ = try await till.shop.cancel(booking)
        if Bool.random(using: &random) { try await till.chase() }
    }

    @Test("say of sales what the trial balance says, share by share, and of refunds what their rows come to")
    func money() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        try await TwoTills.with(capacity: 50) { tills in
            var random = SeededGenerator(seed: seed)
            for till in tills.both { try await Self.course(till, tills.shops.fleet, &random) }
            for till in tills.both {
                let sales = try await ReadReport().read(.revenue, Self.range(), zone: Self.zone, in: till.scope)
                let balance = try await TrialBalance.read(in: till.scope).lines
                func stands(_ code: AccountCode) -> Int {
                    balance.filter { $0.code == code && $0.currency == .eur }.map(\.balance.minor).reduce(0, +)
                }
                let total = sales.total(in: .eur)
                let goodwill = try await Self.goodwill(till)
                #expect(total[1] == stands(.supplierPayable), "seed \(seed)")
                #expect(total[2] == stands(.tax), "seed \(seed)")
                #expect(total[3] == stands(.platformFee), "seed \(seed)")
                #expect(total[4] == stands(.tenantRevenue), "seed \(seed)")
                #expect(total[0] == total[1...4].reduce(0, +) + goodwill, "seed \(seed)")
                #expect(sales.locales == [.english] && sales.currencies == [.eur])
                try await Self.refunds(till, seed)
            }
        }
    }

    /// What the tenant gave at its own cost, which lowers its revenue and not what was sold.
    private static func goodwill(_ till: Till) async throws -> Int {
        try await till.scope.run(
            """
            select coalesce(sum(l.amount_minor), 0)::bigint as cost
              from ledger_lines l
              join ledger_transactions t on t.transaction_id = l.transaction_id
              join ledger_accounts a on a.account_id = l.account_id
             where a.code = 'tenant_revenue' and t.kind in ('goodwill.granted', 'goodwill.spent')
            """
        ).only().get("cost")
    }

    private static func refunds(_ till: Till, _ seed: UInt64) async throws {
        let report = try await ReadReport().read(.refunds, range(), zone: zone, in: till.scope)
        let rows = try await till.scope.run(
            """
            select cause, sum(amount_minor)::bigint as amount, count(*) as number from refunds
             where state <> 'failed' group by cause
            """)
        let sums = try Dictionary(
            uniqueKeysWithValues: rows.map {
                (try $0.get("cause", as: String.self), try $0.get("amount", as: Int.self))
            })
        let total = report.total(in: .eur)
        for (measure, value) in zip(ReportKind.refunds.measures, total).prefix(4) {
            #expect(value == sums[measure.name] ?? 0, "\(measure.name), seed \(seed)")
        }
        #expect(total[4] == sums.values.reduce(0, +), "seed \(seed)")
        let number = try rows.map { try $0.get("number", as: Int.self) }.reduce(0, +)
        #expect(total[5] == number && number > 0, "seed \(seed)")
        // What has left us is what the books say left.
        let left = try await till.scope.run(
            "select coalesce(sum(amount_minor), 0)::bigint as left from refunds where state = 'succeeded'"
        ).only().get("left", as: Int.self)
        let booked = try await till.scope.run(
            """
            select coalesce(sum(l.amount_minor), 0)::bigint as left
              from ledger_lines l
              join ledger_transactions t on t.transaction_id = l.transaction_id
              join ledger_accounts a on a.account_id = l.account_id
             where a.code = 'refunds_payable' and t.kind like 'refund.%' and l.layer = 'posted'
            """
        ).only().get("left", as: Int.self)
        #expect(left == booked, "seed \(seed)")
    }

    @Test("of another site are its own")
    func apart() async throws {
        try await TwoTills.with { tills in
            let (booking, _) = try await tills.one.paid()
            _ = try await tills.one.shop.cancel(booking)
            for kind in ReportKind.allCases {
                let report = try await ReadReport().read(kind, Self.range(), zone: Self.zone, in: tills.one.scope)
                #expect(!report.lines.isEmpty, "\(kind)")
                let other = try await ReadReport().read(kind, Self.range(), zone: Self.zone, in: tills.two.scope)
                #expect(other.lines.isEmpty, "\(kind)")
            }
        }
    }
}
