import Bookings
import Foundation
import Ledger
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Giving money back")
struct RefundTests {
    private func grant(_ till: Till, _ amount: Money, _ booking: BookingID) async throws -> [RefundID] {
        try await till.scope.settle { tx in
            let effect = try await till.feature.grant.grant(
                amount, of: booking, ChangeReason("The shower was cold."), key: till.shop.key,
                AuditActor("account:test"), in: tx)
            return Effect(value: effect.value.refunds, closing: effect.closing)
        }
    }

    private func refunds(_ till: Till, _ booking: BookingID) async throws -> [Refund] {
        try await till.feature.read.history(of: booking, in: till.scope).refunds
    }

    @Test("A booking cancelled in time is given back whole, through the job that the cancellation left")
    func cancelled() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid(nights: 2)
                let promised = try await till.shop.quoteCancellation(booking)
                #expect(promised.refund == Money(minor: 22_000, .eur))
                _ = try await till.shop.cancel(booking, promise: promised.id)
                #expect(try await refunds(till, booking).map(\.state) == [.asked])
                try await till.chase()
                #expect(try await refunds(till, booking).map(\.state) == [.succeeded])
                #expect(till.totals.refunded == 22_000)
                #expect(try await till.shop.counts().sold == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Cancelled late, the penalty stays and is shared as the whole was")
    func penalty() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid()
                try await till.shop.moveWindow(booking, begins: -1, tills.shops.fleet)
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                #expect(till.totals.refunded == 5_500)
                let lines = try await TrialBalance.read(in: till.scope).lines
                let balances = Dictionary(uniqueKeysWithValues: lines.map { ($0.code, $0.balance.minor) })
                // Half of 100.00 net, of 2.75 fee, of 7.25 left: to the cent.
                #expect(balances[.supplierPayable] == 5_000)
                #expect((balances[.platformFee] ?? 0) + (balances[.tenantRevenue] ?? 0) == 500)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Staff give back a part, then the booking is cancelled: together never more than was paid")
    func goodwill() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid()
                _ = try await grant(till, Money(minor: 3_000, .eur), booking)
                try await till.chase()
                try await PaidInvariants.check(till)
                let promised = try await till.shop.quoteCancellation(booking)
                #expect(promised.refund == Money(minor: 8_000, .eur))
                _ = try await till.shop.cancel(booking, promise: promised.id)
                try await till.chase()
                #expect(till.totals.refunded == 11_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("More than was taken, in another currency, of nothing, of another site's booking: refused, nothing moves")
    func refused() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let (booking, _) = try await till.paid()
                await #expect(throws: PaymentError.moreThanPaid(left: Money(minor: 11_000, .eur))) {
                    try await grant(till, Money(minor: 11_001, .eur), booking)
                }
                await #expect(throws: PaymentError.wrongCurrency(.eur)) {
                    try await grant(till, Money(minor: 1_000, .usd), booking)
                }
                await #expect(throws: PaymentError.invalid([.init("/amount", "range")])) {
                    try await grant(till, Money(minor: 0, .eur), booking)
                }
                await #expect(throws: BookingError.notFound) {
                    try await grant(other, Money(minor: 1_000, .eur), booking)
                }
                let held = try await till.begin()
                await #expect(throws: PaymentError.nothingPaid) {
                    try await grant(till, Money(minor: 1, .eur), held.booking)
                }
                #expect(till.totals.refunded == 0)
                _ = try await till.shop.cancel(held.booking)
                try await till.chase()
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Many at once: not a cent more than was taken, whoever is first")
    func atOnce() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid()
                let granted = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<6 {
                        group.addTask { (try? await grant(till, Money(minor: 4_000, .eur), booking)) != nil }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(granted == 2)
                try await till.chase()
                #expect(till.totals.refunded == 8_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("The database refuses what the code would not: more back than was taken, another amount, a payment unwritten")
    func database() async throws {
        try await TwoTills.with { tills in
            let till = tills.one
            let (_, payment) = try await till.paid()
            for statement: SQL in [
                "update payments set refunded_minor = 11001 where payment_id = \(payment.uuid)",
                "update payments set amount_minor = 1 where payment_id = \(payment.uuid)",
                "delete from payments where payment_id = \(payment.uuid)",
                "update refunds set amount_minor = 1",
            ] {
                await #expect(throws: PostgresError.self) { try await till.scope.run(statement) }
            }
        }
    }

    @Test("A refund that the bank sends back is the traveller's still, and a person is told")
    func failed() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let begun = try await till.begin()
                _ = try await till.pay(begun.payment, with: "pm_card_refundFail")
                try await till.settle(begun.payment)
                _ = try await grant(till, Money(minor: 2_000, .eur), begun.booking)
                try await till.chase()
                // It leaves, and comes back from the bank some days later.
                #expect(try await refunds(till, begun.booking).map(\.state) == [.succeeded])
                try await PaidInvariants.check(till)
                try await till.stripe.control("POST", "clock", #"{"advance_seconds":864000}"#)
                let sent = try #require(try await refunds(till, begun.booking).first)
                for _ in 0..<2 { try await till.feature.settleRefund.settle(sent.id, isTold: true, in: till.scope) }
                let refund = try #require(try await refunds(till, begun.booking).first)
                #expect(refund.state == .failed)
                #expect(refund.personFor == PersonFor.refundFailed.rawValue)
                #expect(try await till.booking(begun.booking).refunded.minor == 0)
                try await PaidInvariants.check(till)
            }
        }
    }
}
