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

    /// What is more to be paid is paid.
    private static func change(_ till: Till, _ booking: BookingID, _ wanted: WantedChange) async throws {
        guard try await till.shop.change(booking, wanted).payBy != nil else { return }
        let payment = try await till.start(booking)
        _ = try await till.pay(payment)
        try await till.settle(payment)
    }

    /// Sales, some of them cancelled in time or late, some changed, some given back a part of.
    private static func course(_ till: Till, _ fleet: TestFleet, _ random: inout SeededGenerator) async throws {
        for number in 0..<10 {
            let from = Int.random(in: 0...4, using: &random)
            let (booking, _) = try await till.paid(
                nights: Int.random(in: 1...3, using: &random), from: from, rooms: Int.random(in: 1...2, using: &random))
            // Of each kind at least one that stays changed.
            switch number < 2 ? number : Int.random(in: 0...5, using: &random) {
            case 0:
                let dates = try till.shop.dates(from: from + 1, nights: Int.random(in: 1...5, using: &random))
                try await Self.change(till, booking, .stay(dates, nil))
            case 1:
                let (rooms, _) = try await till.paid(rooms: 2)
                if Bool.random(using: &random) { try await till.shop.moveWindow(rooms, begins: -1, fleet) }
                try await Self.change(till, rooms, .dropping([0]))
            default: break
            }
            switch Int.random(in: 0...5, using: &random) {
            case 0: _ = try await till.shop.cancel(booking)
            case 1:
                try await till.shop.moveWindow(booking, begins: -1, fleet)
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
                // Of what was taken, all that was not given back, but for what the tenant gave at its own cost.
                #expect(total[0] == (try await Self.kept(till)) + goodwill, "seed \(seed)")
                #expect(sales.locales == [.english] && sales.currencies == [.eur])
                try await Self.refunds(till, seed)
            }
        }
    }

    private static func kept(_ till: Till) async throws -> Int {
        try await till.scope.run(
            """
            select (select coalesce(sum(captured_minor), 0) from payments)::bigint
                   - (select coalesce(sum(amount_minor), 0) from refunds where state <> 'failed')::bigint as kept
            """
        ).only().get("kept")
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

    @Test("say of room nights what is sold in the stock, whatever was changed, given back alone and cancelled")
    func nights() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        try await TwoTills.with(capacity: 50) { tills in
            var random = SeededGenerator(seed: seed)
            for till in tills.both { try await Self.course(till, tills.shops.fleet, &random) }
            for till in tills.both {
                let total = try await Self.roomNights(till.scope)
                let sold = try await till.scope.run("select sum(sold)::bigint as sold from room_nights").only()
                #expect(total.booked - total.cancelled == (try sold.get("sold")), "seed \(seed)")
                #expect(total.cancelled > 0, "seed \(seed)")
            }
        }
    }

    private static func roomNights(_ scope: TenantScope) async throws -> (booked: Int, cancelled: Int) {
        let total = try await ReadReport().read(.bookings, range(), zone: zone, in: scope).total
        return (total[2], total[3])
    }

    @Test("a change counts by what it changes and leaves what was reported before it alone")
    func changed() async throws {
        try await TwoTills.with(capacity: 4) { tills in
            for till in tills.both {
                func sold() async throws -> [Int] {
                    try await ReadReport().read(.revenue, Self.range(), zone: Self.zone, in: till.scope).total(in: .eur)
                }
                let (booking, _) = try await till.paid(nights: 2, rooms: 2)
                #expect(try await sold()[0] == 44_000)
                #expect(try await Self.roomNights(till.scope) == (4, 0))
                try await Self.change(till, booking, .stay(till.shop.dates(nights: 3), nil))
                #expect(try await sold()[0] == 66_000)
                #expect(try await Self.roomNights(till.scope) == (6, 0))
                // Other nights, as many of them.
                try await Self.change(till, booking, .stay(till.shop.dates(from: 2, nights: 3), nil))
                #expect(try await Self.roomNights(till.scope) == (6, 0))
                try await Self.change(till, booking, .dropping([1]))
                #expect(try await sold()[0] == 33_000)
                #expect(try await Self.roomNights(till.scope) == (6, 3))
                try await Self.change(till, booking, .stay(till.shop.dates(from: 2, nights: 1), nil))
                #expect(try await Self.roomNights(till.scope) == (6, 5))
                _ = try await till.shop.cancel(booking)
                #expect(try await Self.roomNights(till.scope) == (6, 6))
                #expect(try await sold() == [0, 0, 0, 0, 0])
                let bookings = try await ReadReport().read(.bookings, Self.range(), zone: Self.zone, in: till.scope)
                #expect(bookings.total == [1, 1, 6, 6])
            }
        }
    }

    @Test("of stays that are paid at the property the fee is owed out of the revenue, and nothing was sold")
    func atProperty() async throws {
        try await TwoShops.with(
            capacity: 10,
            money: { fleet, queue in
                GiveBack(
                    jobs: PaymentJobs(queue: queue, identifiers: fleet.identifiers, clock: .system),
                    ledger: Ledger(identifiers: fleet.identifiers))
            }
        ) { shops in
            for shop in shops.both {
                func book() async throws -> BookingID {
                    let held = try await shop.hold(try await shop.offer(nights: 2))
                    return try await shop.confirm(held.booking.id).booking.id
                }
                func stands(_ code: AccountCode) async throws -> Int {
                    try await TrialBalance.read(in: shop.scope).lines.filter { $0.code == code }.map(\.balance.minor)
                        .reduce(0, +)
                }
                let (kept, longer, shorter, free) = (
                    try await book(), try await book(), try await book(), try await book()
                )
                _ = try await shop.change(longer, .stay(shop.dates(nights: 3), nil))
                _ = try await shop.change(shorter, .stay(shop.dates(nights: 1), nil))
                _ = try await shop.cancel(free)
                let total = try await ReadReport().read(.revenue, Self.range(), zone: Self.zone, in: shop.scope)
                    .total(in: .eur)
                // 2.5 % of six nights of 100.00.
                #expect(total == [0, 0, 0, 1_500, -1_500])
                #expect(try await stands(.platformFee) == total[3])
                #expect(try await stands(.tenantRevenue) == total[4])
                #expect(try await shop.state(kept) == .confirmed)
            }
        }
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
