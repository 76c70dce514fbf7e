import Bookings
import Foundation
import Ledger
import Payments
import Postgres
import Pricing
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("A paid booking that becomes another one")
struct ChangeTests {
    private func refunds(_ till: Till, _ booking: BookingID) async throws -> [Refund] {
        try await till.feature.read.history(of: booking, in: till.scope).refunds
    }

    private func balances(_ till: Till) async throws -> [AccountCode: Int] {
        let lines = try await TrialBalance.read(in: till.scope).lines
        return Dictionary(lines.map { ($0.code, $0.balance.minor) }, uniquingKeysWith: +)
    }

    @Test("A night more: its room is kept while it is paid, and it counts with its money")
    func longer() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid()
                let promised = try await till.shop.quoteChange(.stay(till.shop.dates(nights: 2), nil), of: booking)
                #expect(promised.due == Money(minor: 11_000, .eur) && promised.returned.minor == 0)
                let changed = try await till.shop.change(booking, promise: promised.id)
                #expect(changed.payBy != nil)
                #expect(try await till.booking(booking).stay.dates.nightCount == 1)
                #expect(try await till.shop.counts(night: 1).held == 1)
                let payment = try await till.start(booking)
                #expect(try await till.start(booking) == payment)
                _ = try await till.pay(payment)
                #expect(try await till.settle(payment).captured == Money(minor: 11_000, .eur))
                let now = try await till.booking(booking)
                #expect(now.stay.dates.nightCount == 2 && now.paid == Money(minor: 22_000, .eur))
                #expect(try await till.shop.counts(night: 1).sold == 1)
                #expect(try await till.shop.counts(night: 1).held == 0)
                #expect(try await balances(till)[.supplierPayable] == 20_000)
                try await PaidInvariants.check(till)
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                #expect(till.totals.refunded == 22_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A night less: the difference goes back, and what was given by grace is not given twice")
    func shorter() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid(nights: 3)
                _ = try await till.scope.settle { tx in
                    let effect = try await till.feature.grant.grant(
                        Money(minor: 15_000, .eur), of: booking, ChangeReason("Noise."), key: till.shop.key,
                        AuditActor("account:test"), in: tx)
                    return Effect(value: 0, closing: effect.closing)
                }
                let changed = try await till.shop.change(booking, .stay(till.shop.dates(nights: 1), nil))
                #expect(changed.payBy == nil && changed.amendment.returned == Money(minor: 22_000, .eur))
                try await till.chase()
                // Of 330.00 there were 180.00 left.
                #expect(till.totals.refunded == 33_000)
                let causes = try await refunds(till, booking).map(\.cause)
                #expect(Set(causes) == [.goodwill, .change])
                #expect(try await till.shop.counts(night: 1).sold == 0)
                try await PaidInvariants.check(till)
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                #expect(till.totals.refunded == 33_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A room given back alone: its penalty stays, shared as the whole was; the last one is cancelled, not dropped")
    func room() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid(rooms: 2)
                try await till.shop.moveWindow(booking, begins: -1, tills.shops.fleet)
                let changed = try await till.shop.change(booking, .dropping([0]))
                #expect(changed.amendment.returned == Money(minor: 5_500, .eur))
                let stay = try await till.booking(booking).stay
                #expect(stay.rooms.count == 1 && stay.dropped.map(\.kept.minor) == [5_500])
                #expect(stay.price.total == Money(minor: 16_500, .eur))
                #expect(try await till.shop.counts().sold == 1)
                try await till.chase()
                #expect(till.totals.refunded == 5_500)
                #expect(try await balances(till)[.supplierPayable] == 15_000)
                try await PaidInvariants.check(till)
                await #expect(throws: BookingError.lastRoom) { try await till.shop.change(booking, .dropping([0])) }
                // The second room is free to give back, what was kept of the first is not.
                let quote = try await till.shop.quoteCancellation(booking)
                #expect(quote.penalty == Money(minor: 5_500, .eur) && quote.refund == Money(minor: 11_000, .eur))
                _ = try await till.shop.cancel(booking, promise: quote.id)
                try await till.chase()
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("What a change only waived, since its money never came, is no part of what was given back")
    func waived() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid(nights: 2)
                _ = try await till.shop.change(booking, .stay(till.shop.dates(nights: 3), nil))
                let payment = try await till.start(booking)
                _ = try await till.pay(payment)
                try await till.stripe.control(
                    "POST", "faults",
                    #"{"effect":"status","status":500,"when":"before","path":"/v1/payment_intents/*/capture"}"#)
                await #expect(throws: ProcessorFault.self) { try await till.settle(payment) }
                let intent = try #require(
                    try await till.feature.read.history(of: booking, in: till.scope).payments.first?.intent)
                #expect(try await till.stripeCall("payment_intents/\(intent)/cancel", []).status == 200)
                #expect(try await till.settle(payment).personFor == PersonFor.bookingWithoutMoney.rawValue)
                // A night that was never paid, and then one that was.
                for nights in [2, 1] {
                    _ = try await till.shop.change(booking, .stay(till.shop.dates(nights: nights), nil))
                }
                try await till.chase()
                #expect(till.totals.refunded == 11_000)
                #expect(try await balances(till)[.travellerReceivable] == 0)
                try await PaidInvariants.check(till)
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                #expect(till.totals.refunded == 22_000)
                #expect(try await balances(till)[.refundsPayable] == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A change is no way around a penalty: it goes along, and what costs less than it is refused")
    func penalty() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid(nights: 3)
                try await till.shop.moveWindow(booking, begins: -1, tills.shops.fleet)
                await #expect(throws: BookingError.changeBelowPenalty(Money(minor: 16_500, .eur))) {
                    try await till.shop.quoteChange(.stay(till.shop.dates(nights: 1), nil), of: booking)
                }
                _ = try await till.shop.change(booking, .stay(till.shop.dates(from: 3, nights: 3), nil))
                #expect(try await till.shop.quoteCancellation(booking).penalty == Money(minor: 16_500, .eur))
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Not paid in time, replaced or cancelled meanwhile: the booking stays as it was and nothing is taken")
    func nothing() async throws {
        try await TwoTills.with(capacity: 2) { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid()
                func longer(_ nights: Int) async throws -> PaymentID {
                    _ = try await till.shop.change(booking, .stay(till.shop.dates(nights: nights), nil))
                    return try await till.start(booking)
                }
                let late = try await longer(2)
                _ = try await till.pay(late)
                try await till.lapseChanges(tills.shops.fleet)
                #expect(try await till.settle(late).state == .voided)
                let replaced = try await longer(2)
                _ = try await till.settle(replaced)
                _ = try await till.shop.change(booking, .stay(till.shop.dates(nights: 3), nil))
                await #expect(throws: BookingError.paymentInProgress) { try await till.start(booking) }
                #expect(try await till.settle(replaced).state == .voided)
                let given = try await till.start(booking)
                _ = try await till.settle(given)
                _ = try await till.shop.cancel(booking)
                #expect(try await till.settle(given).state == .voided)
                try await till.chase()
                for night in 0...2 { #expect(try await till.shop.counts(night: night) == (0, 0, 2)) }
                #expect(till.totals.captured == 11_000 && till.totals.refunded == 11_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Nights that are full are refused and nothing changes; its own rooms are in nobody's way")
    func full() async throws {
        try await TwoTills.with(capacity: 1) { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid(nights: 2)
                _ = try await till.paid(from: 2)
                await #expect(throws: BookingError.soldOut([])) {
                    try await till.shop.quoteChange(.stay(till.shop.dates(nights: 3), nil), of: booking)
                }
                _ = try await till.shop.change(booking, .stay(till.shop.dates(from: 1, nights: 1), nil))
                #expect(try await till.shop.counts(night: 0).sold == 0)
                #expect(try await till.shop.counts(night: 1).sold == 1)
                try await till.chase()
                try await PaidInvariants.check(till)
            }
        }
    }
}
