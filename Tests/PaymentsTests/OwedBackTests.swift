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
    @Test("What a change gave back and the bank sent back is part of what the cancellation gives back, and owed once")
    func failedThenCancelled() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await till.paid(with: "pm_card_refundFail", nights: 2)
                _ = try await till.shop.change(booking, .stay(till.shop.dates(nights: 1), nil))
                try await till.sendAllBack(booking)
                #expect(try await till.owed(11_000, booking) == 11_000)
                try await PaidInvariants.check(till)
                try await till.shop.moveWindow(booking, begins: -1, tills.shops.fleet)
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                // 220.00 less the penalty of 55.00: what is left of it is the site's.
                #expect(till.totals.refunded == 16_500)
                #expect(try await till.owed(5_500, booking) == 0)
                try await till.grant(5_500, booking)
                try await till.chase()
                #expect(try await till.refunds(booking).first?.cause == .goodwill)
                #expect(try await till.balance(.refundsPayable) == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Grace that a cancellation counted and the bank sent back is owed by policy, at nobody's cost twice")
    func graceSentBack() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await till.paid(with: "pm_card_refundFail")
                try await till.grant(3_000, booking)
                try await till.chase()
                _ = try await till.shop.cancel(booking)
                try await till.sendAllBack(booking)
                #expect(try await till.refunds(booking).map(\.state) == [.failed, .failed])
                #expect(try await till.owed(11_000, booking) == 11_000)
                #expect(try await till.balance(.tenantRevenue) == 0)
                try await PaidInvariants.check(till)
                try await till.grant(3_000, booking)
                #expect(try await till.refunds(booking).first?.cause == .owed)
            }
        }
    }

    @Test("While a bank has the money a cancellation gives none of it back; won, it follows; lost, the guest has it")
    func disputed() async throws {
        try await TwoTills.with { tills in
            for (till, isWon) in [(tills.one, true), (tills.two, false), (tills.two, true), (tills.one, false)] {
                let before = till.totals.refunded
                let booking = try await till.paid(with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                #expect(GrantRefund.Room(try await till.booking(booking)).left.minor == 0)
                let promised = try await till.shop.quoteCancellation(booking)
                #expect(promised.penalty.minor == 0 && promised.refund.minor == 0)
                _ = try await till.shop.cancel(booking, promise: promised.id)
                try await till.chase()
                #expect(try await till.refunds(booking).isEmpty)
                #expect(try await till.balance(.refundsPayable) == 11_000)
                try await PaidInvariants.check(till)
                try await till.stripe.control(
                    "POST", "disputes/\(dispute)", #"{"outcome":"\#(isWon ? "won" : "lost")"}"#)
                for _ in 0..<2 { try await till.feature.settleDispute.settle(dispute, in: till.scope) }
                try await till.chase()
                #expect(try await till.refunds(booking).map(\.state) == (isWon ? [.succeeded] : []))
                #expect(till.totals.refunded - before == (isWon ? 11_000 : 0))
                #expect(try await till.balance(.refundsPayable) == 0)
                #expect(try await till.balance(.disputeLoss) == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A dispute that was lost leaves nothing to give back, and a later cancellation makes it no loss")
    func lostBefore() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await till.paid(with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                try await till.stripe.control("POST", "disputes/\(dispute)", #"{"outcome":"lost"}"#)
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                #expect(try await till.balance(.disputeLoss) == 11_000)
                #expect(try await till.shop.quoteCancellation(booking).refund.minor == 0)
                await #expect(throws: PaymentError.moreThanPaid(left: Money(minor: 0, .eur))) {
                    try await till.grant(1_000, booking)
                }
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                #expect(till.totals.refunded == 0)
                #expect(try await till.balance(.disputeLoss) == 0)
                #expect(try await till.balance(.refundsPayable) == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A refund that a dispute stops waits for the bank: given anew when it is won, nobody's when it is lost")
    func stopped() async throws {
        try await TwoTills.with { tills in
            for (till, isWon) in [(tills.one, true), (tills.two, false)] {
                let booking = try await till.paid(with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                // The processor knows of the dispute, and we do not yet.
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                let stopped = try #require(try await till.refunds(booking).first)
                #expect(stopped.state == .failed && stopped.personFor == PersonFor.disputed.rawValue)
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                try await PaidInvariants.check(till)
                try await till.stripe.control(
                    "POST", "disputes/\(dispute)", #"{"outcome":"\#(isWon ? "won" : "lost")"}"#)
                for _ in 0..<2 { try await till.feature.settleDispute.settle(dispute, in: till.scope) }
                try await till.chase()
                #expect(till.totals.refunded == (isWon ? 11_000 : 0))
                #expect(try await till.refunds(booking).allSatisfy { $0.personFor == nil })
                #expect(try await till.balance(.refundsPayable) == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("What is promised for a cancellation is void once money moved, whichever way")
    func movedSince() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let booking = try await till.paid(with: "pm_card_visa")
                let promised = try await till.shop.quoteCancellation(booking)
                try await till.grant(3_000, booking)
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

    @Test("Grace that came back is no part of what somebody finds another way for, and keeps nothing back")
    func graceIsNotWaiting() async throws {
        try await TwoTills.with { tills in
            let till = tills.one
            let booking = try await till.paid(with: "pm_card_refundFail")
            try await till.grant(3_000, booking)
            try await till.sendAllBack(booking)
            #expect(try await till.refunds(booking).first?.personFor == PersonFor.refundFailed.rawValue)
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
            #expect(try await till.balance(.refundsPayable) == 0)
            try await PaidInvariants.check(till)
        }
    }

    @Test("A dispute stands in the site's history, and waits for somebody of its staff as long as it can be answered")
    func history() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let booking = try await till.paid(with: "pm_card_createDispute")
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
                _ = try await till.paid(with: "pm_card_createDispute")
                let dispute = try #require(try await till.openDispute())
                try await till.feature.settleDispute.settle(dispute, in: till.scope)
                try await till.stripe.control(
                    "POST", "disputes/\(dispute)", #"{"outcome":"\#(outcome)","fee":\#(fee)}"#)
                for _ in 0..<2 { try await till.feature.settleDispute.settle(dispute, in: till.scope) }
                #expect(try await till.balance(.processorFee) == till.totals.fees)
                let books = till.feature.compare
                let answer = try await books.read(books.period(from: nil, until: nil), in: till.scope)
                #expect(answer.isSound == true, "\(answer)")
                try await PaidInvariants.check(till)
            }
        }
    }
}
