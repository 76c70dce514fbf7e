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

@Suite("What a traveller is owed, whatever came between")
struct OwedBackTests {
    private func grant(_ till: Till, _ minor: Int, _ booking: BookingID) async throws {
        _ = try await till.scope.settle { tx in
            let effect = try await till.feature.grant.grant(
                Money(minor: minor, .eur), of: booking, ChangeReason("The shower was cold."), key: till.shop.key,
                AuditActor("account:test"), in: tx)
            return Effect(value: effect.value.refunds, closing: effect.closing)
        }
    }

    private func owed(_ till: Till, _ minor: Int, _ booking: BookingID) async throws -> Int {
        try await till.feature.grant.preview(
            Money(minor: minor, .eur), of: try await till.booking(booking), in: till.scope
        ).owed.minor
    }

    private func refunds(_ till: Till, _ booking: BookingID) async throws -> [Refund] {
        try await till.feature.read.history(of: booking, in: till.scope).refunds
    }

    private func balance(_ till: Till, _ code: AccountCode) async throws -> Int {
        try await TrialBalance.read(in: till.scope).lines.filter { $0.code == code }.map(\.balance.minor).reduce(0, +)
    }

    /// A booking paid by a card whose refunds come back from the bank after some days.
    private func paid(_ till: Till, with card: String, nights: Int = 1) async throws -> BookingID {
        let begun = try await till.begin(nights: nights)
        _ = try await till.pay(begun.payment, with: card)
        try await till.settle(begun.payment)
        return begun.booking
    }

    private func sendBack(_ till: Till, _ booking: BookingID) async throws {
        try await till.chase()
        try await till.stripe.control("POST", "clock", #"{"advance_seconds":864000}"#)
        for refund in try await refunds(till, booking) where refund.state == .succeeded {
            try await till.feature.settleRefund.settle(refund.id, isTold: true, in: till.scope)
        }
    }

    @Test("What a change gave back and the bank sent back is part of what the cancellation gives back, and owed once")
    func failedThenCancelled() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await paid(till, with: "pm_card_refundFail", nights: 2)
                _ = try await till.shop.change(booking, .stay(till.shop.dates(nights: 1), nil))
                try await sendBack(till, booking)
                #expect(try await owed(till, 11_000, booking) == 11_000)
                try await PaidInvariants.check(till)
                try await till.shop.moveWindow(booking, begins: -1, tills.shops.fleet)
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                // 220.00 less the penalty of 55.00: what is left of it is the site's.
                #expect(till.totals.refunded == 16_500)
                #expect(try await owed(till, 5_500, booking) == 0)
                try await grant(till, 5_500, booking)
                try await till.chase()
                #expect(try await refunds(till, booking).first?.cause == .goodwill)
                #expect(try await balance(till, .refundsPayable) == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Grace that a cancellation counted and the bank sent back is owed by policy, at nobody's cost twice")
    func graceSentBack() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await paid(till, with: "pm_card_refundFail")
                try await grant(till, 3_000, booking)
                try await till.chase()
                _ = try await till.shop.cancel(booking)
                try await sendBack(till, booking)
                #expect(try await refunds(till, booking).map(\.state) == [.failed, .failed])
                #expect(try await owed(till, 11_000, booking) == 11_000)
                #expect(try await balance(till, .tenantRevenue) == 0)
                try await PaidInvariants.check(till)
                try await grant(till, 3_000, booking)
                #expect(try await refunds(till, booking).first?.cause == .owed)
            }
        }
    }

    @Test("While a bank has the money a cancellation gives none of it back; won, it follows; lost, the guest has it")
    func disputed() async throws {
        try await TwoTills.with { tills in
            for (till, isWon) in [(tills.one, true), (tills.two, false), (tills.two, true), (tills.one, false)] {
                let before = till.totals.refunded
                let booking = try await paid(till, with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                #expect(GrantRefund.Room(try await till.booking(booking)).left.minor == 0)
                let promised = try await till.shop.quoteCancellation(booking)
                #expect(promised.penalty.minor == 0 && promised.refund.minor == 0)
                _ = try await till.shop.cancel(booking, promise: promised.id)
                try await till.chase()
                #expect(try await refunds(till, booking).isEmpty)
                #expect(try await balance(till, .refundsPayable) == 11_000)
                try await PaidInvariants.check(till)
                try await till.stripe.control(
                    "POST", "disputes/\(dispute)", #"{"outcome":"\#(isWon ? "won" : "lost")"}"#)
                for _ in 0..<2 { try await till.feature.settleDispute.settle(dispute, in: till.scope) }
                try await till.chase()
                #expect(try await refunds(till, booking).map(\.state) == (isWon ? [.succeeded] : []))
                #expect(till.totals.refunded - before == (isWon ? 11_000 : 0))
                #expect(try await balance(till, .refundsPayable) == 0)
                #expect(try await balance(till, .disputeLoss) == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A dispute that was lost leaves nothing to give back, and a later cancellation makes it no loss")
    func lostBefore() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await paid(till, with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                try await till.stripe.control("POST", "disputes/\(dispute)", #"{"outcome":"lost"}"#)
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                #expect(try await balance(till, .disputeLoss) == 11_000)
                #expect(try await till.shop.quoteCancellation(booking).refund.minor == 0)
                await #expect(throws: PaymentError.moreThanPaid(left: Money(minor: 0, .eur))) {
                    try await grant(till, 1_000, booking)
                }
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                #expect(till.totals.refunded == 0)
                #expect(try await balance(till, .disputeLoss) == 0)
                #expect(try await balance(till, .refundsPayable) == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A refund that a dispute stops waits for the bank: given anew when it is won, nobody's when it is lost")
    func stopped() async throws {
        try await TwoTills.with { tills in
            for (till, isWon) in [(tills.one, true), (tills.two, false)] {
                let booking = try await paid(till, with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                // The processor knows of the dispute, and we do not yet.
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                let stopped = try #require(try await refunds(till, booking).first)
                #expect(stopped.state == .failed && stopped.personFor == PersonFor.disputed.rawValue)
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                try await PaidInvariants.check(till)
                try await till.stripe.control(
                    "POST", "disputes/\(dispute)", #"{"outcome":"\#(isWon ? "won" : "lost")"}"#)
                for _ in 0..<2 { try await till.feature.settleDispute.settle(dispute, in: till.scope) }
                try await till.chase()
                #expect(till.totals.refunded == (isWon ? 11_000 : 0))
                #expect(try await refunds(till, booking).allSatisfy { $0.personFor == nil })
                #expect(try await balance(till, .refundsPayable) == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("What is promised for a cancellation is void once money moved, whichever way")
    func movedSince() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await paid(till, with: "pm_card_visa")
                let promised = try await till.shop.quoteCancellation(booking)
                try await grant(till, 3_000, booking)
                await #expect(throws: BookingError.cancellationQuoteExpired) {
                    try await till.shop.cancel(booking, promise: promised.id)
                }
                _ = try await till.shop.cancel(booking, promise: try await till.shop.quoteCancellation(booking).id)
                try await till.chase()
                #expect(till.totals.refunded == 11_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("What somebody brought the guest another way is not sent once more when the bank decides for the site")
    func settledElsewhere() async throws {
        try await TwoTills.with { tills in
            for (till, outcome) in [(tills.one, "won"), (tills.two, "lost")] {
                let booking = try await paid(till, with: "pm_card_refundFail")
                _ = try await till.shop.cancel(booking)
                try await sendBack(till, booking)
                let failed = try #require(try await refunds(till, booking).first)
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
                #expect(try await balance(till, .refundsPayable) == 0)
                #expect(try await balance(till, .tenantBank) == (outcome == "won" ? -11_000 : 0))
                #expect(try await refunds(till, booking).allSatisfy { $0.personFor == nil })
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("What somebody brought the guest another way is given back by no cancellation, and is no grace")
    func broughtBefore() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await paid(till, with: "pm_card_refundFail", nights: 2)
                _ = try await till.shop.change(booking, .stay(till.shop.dates(nights: 1), nil))
                try await sendBack(till, booking)
                let failed = try #require(try await refunds(till, booking).first)
                try await till.feature.settleOtherwise.refund(
                    failed.id, ChangeReason("By bank transfer"), AuditActor("account:test"), in: till.scope)
                await #expect(throws: PaymentError.nobodyNeeded) {
                    try await till.feature.settleOtherwise.refund(
                        failed.id, ChangeReason("Twice"), AuditActor("account:test"), in: till.scope)
                }
                #expect(try await refunds(till, booking).map(\.state) == [.succeeded, .failed])
                #expect(try await owed(till, 11_000, booking) == 0)
                try await PaidInvariants.check(till)
                #expect(try await till.shop.quoteCancellation(booking).refund.minor == 11_000)
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                #expect(till.totals.refunded == 11_000)
                #expect(try await balance(till, .refundsPayable) == 0)
                #expect(try await balance(till, .tenantBank) == -11_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Grace that came back is no part of what somebody finds another way for, and keeps nothing back")
    func graceIsNotWaiting() async throws {
        try await TwoTills.with { tills in
            let till = tills.one
            let booking = try await paid(till, with: "pm_card_refundFail")
            try await grant(till, 3_000, booking)
            try await sendBack(till, booking)
            #expect(try await refunds(till, booking).first?.personFor == PersonFor.refundFailed.rawValue)
            let charge = try #require(
                try await till.feature.read.history(of: booking, in: till.scope).payments.first?.charge)
            try await till.stripe.control("POST", "charges/\(charge)/dispute", "{}")
            let dispute = try #require(try await till.openDispute())
            try await till.feature.settleDispute.settle(dispute, in: till.scope)
            _ = try await till.shop.cancel(booking)
            try await till.stripe.control("POST", "disputes/\(dispute)", #"{"outcome":"won"}"#)
            try await till.feature.settleDispute.settle(dispute, in: till.scope)
            try await till.chase()
            #expect(till.totals.refunded == 11_000)
            #expect(try await balance(till, .refundsPayable) == 0)
            try await PaidInvariants.check(till)
        }
    }

    @Test("A dispute stands in the site's history, and waits for somebody of its staff as long as it can be answered")
    func history() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let booking = try await paid(till, with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                let newest = try #require(RowPage(MoneyOrder.made, .down))
                func list(_ filter: MoneyFilter, _ till: Till) async throws -> [MoneyMove] {
                    try await till.feature.browse.list(filter, newest, limit: 10, in: till.scope)
                }
                let waiting = try await list(MoneyFilter(booking: booking, needsPerson: true), till)
                #expect(waiting.map(\.kind) == [.dispute] && waiting.first?.personFor == .answerDispute)
                #expect(waiting.first?.state == .withheld && waiting.first?.amount.minor == 11_000)
                #expect(try await list(MoneyFilter(booking: booking), other).isEmpty)
                let kinds = try await list(MoneyFilter(booking: booking, until: Date.distantFuture), till).map(\.kind)
                #expect(kinds == [.dispute, .payment])
                #expect(try await till.feature.browse.sums(MoneyFilter(kind: .dispute), in: till.scope)[0].waiting >= 1)
                _ = try await till.stripeCall("disputes/\(dispute)", [("evidence[uncategorized_text]", "It was used.")])
                // Whoever was not told finds that it was answered.
                #expect(try await till.feature.findDisputes.find(in: till.scope) == 1)
                #expect(try await list(MoneyFilter(booking: booking, needsPerson: true), till).isEmpty)
                try await till.stripe.control("POST", "disputes/\(dispute)", #"{"outcome":"lost"}"#)
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                #expect(try await list(MoneyFilter(kind: .dispute, state: .lost, booking: booking), till).count == 1)
            }
        }
    }

    @Test("A dispute's fees are booked one by one, those given back among them, and it ends whatever they are")
    func fees() async throws {
        try await TwoTills.with { tills in
            for (till, outcome, fee) in [
                (tills.one, "won", -1_500), (tills.two, "won", 700), (tills.one, "lost", 300),
            ] {
                _ = try await paid(till, with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                try await till.stripe.control(
                    "POST", "disputes/\(dispute)", #"{"outcome":"\#(outcome)","fee":\#(fee)}"#)
                for _ in 0..<2 { try await till.feature.settleDispute.settle(dispute, in: till.scope) }
                #expect(try await balance(till, .processorFee) == till.totals.fees)
                let books = till.feature.compare
                let answer = try await books.read(books.period(from: nil, until: nil), in: till.scope)
                #expect(answer.isSound == true, "\(answer)")
                try await PaidInvariants.check(till)
            }
        }
    }
}
