import Bookings
import Foundation
import Ledger
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Payments

@Suite("An account that is kept in another currency than travellers pay in")
struct ExchangedTests {
    private static func with(_ body: (TwoTills, Till, String) async throws -> Void) async throws {
        try await TwoTills.with { tills in
            for (till, currency) in [(tills.one, "usd"), (tills.two, "jpy")] {
                try await till.settles(in: currency, at: currency == "usd" ? "1.083" : "162.5")
                try await body(tills, till, currency)
            }
        }
    }

    /// The rate of another day.
    private func later(_ till: Till, _ currency: String) async throws {
        try await till.settles(in: currency, at: currency == "usd" ? "1.1217" : "158.01")
    }

    private func totals(_ till: Till, _ currency: String) -> Totals {
        till.stripe.totals(of: till.account)[currency] ?? Totals()
    }

    /// The books beside the processor's lines and balance, and what holds of all money.
    private func isSound(_ till: Till, _ comment: Comment) async throws {
        let answer = try await till.feature.compare.read(
            till.feature.compare.period(from: nil, until: nil), in: till.scope)
        #expect(answer.isSound == true, "\(comment): \(answer)")
        try await PaidInvariants.check(till, comment)
    }

    private func grant(_ till: Till, _ minor: Int, _ booking: BookingID) async throws {
        _ = try await till.scope.settle { tx in
            let effect = try await till.feature.grant.grant(
                Money(minor: minor, .eur), of: booking, ChangeReason("The shower was cold."), key: till.shop.key,
                AuditActor("account:test"), in: tx)
            return Effect(value: effect.value.refunds, closing: effect.closing)
        }
        try await till.chase()
    }

    @Test("A payment, and what is given back of it at the rate of another day")
    func refunded() async throws {
        try await Self.with { tills, till, currency in
            let (booking, _) = try await till.paid()
            let taken = totals(till, currency)
            #expect(taken.captured == (currency == "usd" ? 11_913 : 17_875))
            #expect(taken.fees > 0 && till.totals == Totals())
            try await isSound(till, "paid")
            try await later(till, currency)
            try await grant(till, 3_000, booking)
            #expect(totals(till, currency).refunded == (currency == "usd" ? 3_365 : 4_740))
            try await isSound(till, "given back in part")
            _ = try await till.shop.cancel(booking)
            try await till.chase()
            #expect(try await till.booking(booking).refunded == Money(minor: 11_000, .eur))
            try await isSound(till, "given back whole")
        }
    }

    @Test("A refund that had left and came back, and one that failed before it had left")
    func failed() async throws {
        try await Self.with { tills, till, currency in
            for (night, card) in ["visa", "bypassPending", "refundFail", "pendingRefund"].enumerated() {
                let begun = try await till.begin(from: night)
                let reply = try await till.pay(begun.payment, with: "pm_card_\(card)")
                try #require(reply.status == 200, "\(reply.body)")
                try await till.settle(begun.payment)
                try await later(till, currency)
                try await grant(till, 2_500, begun.booking)
                let refunds = { try await till.feature.read.history(of: begun.booking, in: till.scope).refunds }
                let refund = try #require(try await refunds().first)
                let name = try #require(refund.processorName)
                try await till.settles(in: currency, at: "2.5")
                let failed = try await till.stripe.control("POST", "refunds/\(name)", #"{"outcome":"fail"}"#)
                try #require(failed.status == 200, "\(failed.body)")
                for _ in 0..<2 { try await till.feature.settleRefund.settle(refund.id, isTold: true, in: till.scope) }
                #expect(try await refunds().map(\.state) == [.failed])
                #expect(totals(till, currency).refunded == 0)
                try await isSound(till, "\(card)")
                try await till.settles(in: currency, at: currency == "usd" ? "1.083" : "162.5")
            }
        }
    }

    @Test("A dispute, withheld and won or lost, each at the rate of its day", arguments: [true, false])
    func disputed(isWon: Bool) async throws {
        try await Self.with { tills, till, currency in
            let begun = try await till.begin()
            _ = try await till.pay(begun.payment, with: "pm_card_createDispute")
            try await till.settle(begun.payment)
            let name = try #require(try await till.openDispute())
            try await till.feature.settleDispute.settle(name, in: till.scope)
            #expect(totals(till, currency).disputed > 0)
            try await isSound(till, "withheld")
            try await later(till, currency)
            let fee = isWon ? -500 : 700
            let reply = try await till.stripe.control(
                "POST", "disputes/\(name)", #"{"outcome":"\#(isWon ? "won" : "lost")","fee":\#(fee)}"#)
            try #require(reply.status == 200, "\(reply.body)")
            for _ in 0..<2 { try await till.feature.settleDispute.settle(name, in: till.scope) }
            let disputes = try await till.feature.read.history(of: begun.booking, in: till.scope).disputes
            #expect(disputes.map(\.state) == [isWon ? .won : .lost])
            try await isSound(till, isWon ? "won" : "lost")
        }
    }

    @Test("A dispute that is won counts as decided when its money is back: only then it is known what came")
    func reinstated() throws {
        func seen(_ status: String, _ amounts: [Int]) throws -> StripeDispute {
            let lines = amounts.map { #"{"id":"txn_\#($0)","amount":\#($0),"fee":0,"currency":"usd"}"# }
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(
                StripeDispute.self,
                from: Data(
                    """
                    {"id":"dp_1","status":"\(status)","amount":100,"currency":"eur","payment_intent":"pi_1",
                     "reason":"fraudulent","created":1,"evidence_details":{"due_by":2},
                     "balance_transactions":[\(lines.joined(separator: ","))]}
                    """.utf8))
        }
        let waiting = try seen("won", [-110])
        #expect(SettleDispute.state(waiting) == .open && waiting.answerBy == nil)
        for amounts in [[-110, 112], []] { #expect(SettleDispute.state(try seen("won", amounts)) == .won) }
        #expect(SettleDispute.state(try seen("lost", [-110])) == .lost)
        #expect(try seen("needs_response", [-110]).answerBy != nil)
    }

    @Test("A line that comes late is booked at the rate of the day it came")
    func late() async throws {
        try await Self.with { tills, till, currency in
            try await tills.stripe.control(
                "POST", "late_lines", #"{"account":"\#(till.account.id)","count":1,"seconds":60}"#)
            let (booking, _) = try await till.paid()
            #expect(try await till.booking(booking).state == .confirmed)
            try await later(till, currency)
            try await tills.stripe.control("POST", "clock", #"{"advance_seconds":60}"#)
            try await till.chase()
            #expect(totals(till, currency).captured == (currency == "usd" ? 12_339 : 17_381))
            try await isSound(till, "late")
        }
    }

    @Test("A site whose account takes travellers' currency as it is knows nothing of it")
    func other() async throws {
        try await TwoTills.with { tills in
            try await tills.one.settles(in: "usd", at: "1.083")
            for till in tills.both { _ = try await till.paid() }
            #expect(tills.two.totals.captured == 11_000)
            let exchanged = try await tills.two.scope.run(
                "select 1 as one from ledger_transactions where kind = 'currency.exchanged'")
            #expect(exchanged.isEmpty)
            for till in tills.both { try await isSound(till, "each") }
        }
    }
}

extension Till {
    /// From now on.
    func settles(in currency: String?, at rate: String = "1") async throws {
        let body = currency.map { #"{"currency":"\#($0)","rate":"\#(rate)"}"# } ?? "{}"
        let reply = try await stripe.control("POST", "accounts/\(account.id)/settlement", body)
        try #require(reply.status == 200, "\(reply.body)")
    }
}
