import Bookings
import Ledger
import Payments
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("What somebody brought a guest another way")
struct BroughtTests {
    @Test("What was brought while a bank had the money is not sent once more, whichever way the bank decides")
    func whileDisputed() async throws {
        try await TwoTills.with { tills in
            for (till, isWon) in [(tills.one, true), (tills.two, false)] {
                let booking = try await till.paid(with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                let stopped = try #require(try await till.refunds(booking).first)
                #expect(stopped.personFor == PersonFor.disputed.rawValue)
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                try await till.feature.settleOtherwise.refund(
                    stopped.id, ChangeReason("In cash"), AuditActor("account:test"), in: till.scope)
                #expect(try await till.balance(.refundsPayable) == 0)
                try await till.stripe.control(
                    "POST", "disputes/\(dispute)", #"{"outcome":"\#(isWon ? "won" : "lost")"}"#)
                for _ in 0..<2 { try await till.feature.settleDispute.settle(dispute, in: till.scope) }
                try await till.chase()
                #expect(till.totals.refunded == 0)
                #expect(try await till.balance(.tenantBank) == -11_000)
                #expect(try await till.balance(.disputeLoss) == (isWon ? 0 : 11_000))
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("What somebody brought the guest another way is given back by no cancellation, and is no grace")
    func broughtBefore() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await till.paid(with: "pm_card_refundFail", nights: 2)
                _ = try await till.shop.change(booking, .stay(till.shop.dates(nights: 1), nil))
                try await till.sendAllBack(booking)
                let failed = try #require(try await till.refunds(booking).first)
                try await till.feature.settleOtherwise.refund(
                    failed.id, ChangeReason("By bank transfer"), AuditActor("account:test"), in: till.scope)
                await #expect(throws: PaymentError.nobodyNeeded) {
                    try await till.feature.settleOtherwise.refund(
                        failed.id, ChangeReason("Twice"), AuditActor("account:test"), in: till.scope)
                }
                #expect(try await till.refunds(booking).map(\.state) == [.succeeded, .failed])
                #expect(try await till.owed(11_000, booking) == 0)
                try await PaidInvariants.check(till)
                #expect(try await till.shop.quoteCancellation(booking).refund.minor == 11_000)
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                #expect(till.totals.refunded == 11_000)
                #expect(try await till.balance(.refundsPayable) == 0)
                #expect(try await till.balance(.tenantBank) == -11_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("What somebody brought the guest another way is not sent once more when the bank decides for the site")
    func settledElsewhere() async throws {
        try await TwoTills.with { tills in
            for (till, outcome) in [(tills.one, "won"), (tills.two, "lost")] {
                let booking = try await till.paid(with: "pm_card_refundFail")
                _ = try await till.shop.cancel(booking)
                try await till.sendAllBack(booking)
                let failed = try #require(try await till.refunds(booking).first)
                #expect(failed.personFor == PersonFor.refundFailed.rawValue)
                let settle = till.feature.settleOtherwise
                if outcome == "won" {
                    try await settle.refund(
                        failed.id, ChangeReason("By bank transfer"), AuditActor("account:test"), in: till.scope)
                }
                let charge = try #require(
                    try await till.feature.read.history(of: booking, in: till.scope).payments.first?.charge)
                try await till.stripe.control("POST", "charges/\(charge)/dispute", "{}")
                let dispute = try #require(try await till.openDispute())
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                try await till.stripe.control("POST", "disputes/\(dispute)", #"{"outcome":"\#(outcome)"}"#)
                for _ in 0..<2 { try await till.feature.settleDispute.settle(dispute, in: till.scope) }
                try await till.chase()
                // Won, the site has brought it; lost, the guest has it from the bank.
                #expect(till.totals.refunded == 0)
                #expect(try await till.balance(.refundsPayable) == 0)
                #expect(try await till.balance(.tenantBank) == (outcome == "won" ? -11_000 : 0))
                #expect(try await till.refunds(booking).allSatisfy { $0.personFor == nil })
                try await PaidInvariants.check(till)
            }
        }
    }
}
