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

@Suite("Paying for a booking")
struct PayTests {
    @Test("A card that is good: reserved, sold, taken; booking, books, stock and processor say the same")
    func good() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, payment) = try await till.begin(nights: 2)
                #expect(try await till.booking(booking).state == .pendingPayment)
                #expect(try await till.pay(payment).status == 200)
                let settled = try await till.settle(payment)
                #expect(settled.state == .captured)
                #expect(settled.captured == Money(minor: 22_000, .eur))
                #expect(settled.card == Payment.Card(kind: "visa", digits: "4242"))
                let paid = try await till.booking(booking)
                #expect(paid.state == .confirmed && paid.paid == Money(minor: 22_000, .eur))
                #expect(try await till.shop.counts().sold == 1)
                // Net price 200.00 and our addition 20.00, of which the platform has 2.5 % of all: 5.50.
                let lines = try await TrialBalance.read(in: till.scope).lines
                let balances = Dictionary(uniqueKeysWithValues: lines.map { ($0.code, $0.balance.minor) })
                #expect(balances[.supplierPayable] == 20_000)
                #expect(balances[.platformFee] == 550)
                #expect(balances[.tenantRevenue] == 1_450)
                #expect(till.totals.captured == 22_000)
                try await PaidInvariants.check(till)
            }
            #expect(tills.one.totals.captured == tills.two.totals.captured)
        }
    }

    @Test("Looked at again, at once and by many, nothing happens twice")
    func again() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, payment) = try await till.begin()
                _ = try await till.pay(payment)
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<6 { group.addTask { _ = try? await till.settle(payment) } }
                }
                try await till.settle(payment)
                #expect(try await till.booking(booking).paid == Money(minor: 11_000, .eur))
                #expect(till.totals.captured == 11_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A card that is declined leaves the rooms held, and another one may be tried")
    func declined() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, payment) = try await till.begin()
                #expect(try await till.pay(payment, with: "pm_card_chargeDeclinedInsufficientFunds").status == 402)
                let open = try await till.settle(payment)
                #expect(open.state == .open && open.decline == "insufficient_funds")
                #expect(try await till.booking(booking).state == .pendingPayment)
                #expect(try await till.start(booking) == payment)
                _ = try await till.pay(payment)
                #expect(try await till.settle(payment).state == .captured)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A hold that lapsed while the card was asked for: what was reserved is let go, nothing is taken")
    func lapsed() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, payment) = try await till.begin()
                _ = try await till.pay(payment)
                try await till.lapse(booking, tills.shops.fleet)
                #expect(try await till.settle(payment).state == .voided)
                _ = try await till.shop.expire(booking)
                #expect(try await till.booking(booking).state == .expired)
                #expect(till.totals.captured == 0)
                #expect(try await till.shop.counts().sold == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Cancelled while the card was asked for: let go, and a late agreement of its holder changes nothing")
    func cancelledMeanwhile() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, payment) = try await till.begin()
                let opened = try await till.settle(payment)
                _ = try await till.shop.cancel(booking)
                _ = try await till.stripeCall(
                    "payment_intents/\(try #require(opened.intent))/confirm", [("payment_method", "pm_card_visa")])
                #expect(try await till.settle(payment).state == .voided)
                #expect(till.totals.captured == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Where nobody has said where the money goes, nobody can pay; the other site's account is of no use")
    func noAccount() async throws {
        try await TwoTills.with { tills in
            let till = tills.one
            try await till.feature.connect.disconnect(AuditActor("operator:test"), in: till.scope)
            let held = try await till.shop.hold(try await till.shop.offer())
            await #expect(throws: PaymentError.notAvailable) { try await till.start(held.booking.id) }
            #expect(try await tills.two.paid().booking != held.booking.id)
        }
    }
}
