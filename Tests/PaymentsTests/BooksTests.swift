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

@Suite("The books beside the processor's lines")
struct BooksTests {
    private static var seed: UInt64 {
        ProcessInfo.processInfo.environment["TRAVELHUB_SEED"].flatMap(UInt64.init) ?? .random(in: 0...UInt64.max)
    }

    @Test("A refund is in the books by the processor's own name of it")
    func refunds() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid()
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                let name = try #require(
                    try await till.feature.read.history(of: booking, in: till.scope).refunds.first?.processorName)
                let facts = try await LedgerFacts().read(StatementPeriod(), in: till.scope)
                #expect(facts.filter { $0.kind == .refund }.map(\.id) == [name])
                #expect(name.hasPrefix("re_"))
            }
        }
    }

    @Test(
        "After any course of payments, refunds, disputes and payouts both tell the same, line by line",
        arguments: ["eur", "usd"])
    func courses(currency: String) async throws {
        let seed = Self.seed
        print("seed of the course: \(seed)")
        try await TwoTills.with(capacity: 50) { tills in
            var random = SeededGenerator(seed: seed)
            for till in tills.both {
                var bookings: [BookingID] = []
                for _ in 0..<14 {
                    let rate = "1.\(Int.random(in: 100...999, using: &random))"
                    try await till.settles(in: currency == "eur" ? nil : currency, at: rate)
                    try await step(till, currency, &bookings, &random)
                }
                for _ in 0..<3 { try await till.chase() }
                for name in try await till.disputes() {
                    try await till.feature.settleDispute.settle(name, in: till.scope)
                }
                _ = try await till.feature.findPayouts.find(in: till.scope)
                let answer = try await compared(till)
                #expect(answer.isSound == true, "seed \(seed): \(answer)")
                guard case .told(_, let facts) = answer else { continue }
                #expect(facts.agreedCount > 0)
            }
        }
    }

    private func step(
        _ till: Till, _ currency: String, _ bookings: inout [BookingID], _ random: inout SeededGenerator
    ) async throws {
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1, 2:
            let card = ["bypassPending", "bypassPending", "createDispute"].randomElement(using: &random) ?? "visa"
            bookings.append(try await till.paid(with: card, from: Int.random(in: 0...5, using: &random)))
        case 3:
            guard let booking = bookings.randomElement(using: &random) else { return }
            do { _ = try await till.shop.cancel(booking) } catch is BookingError {}
        case 4:
            guard let name = try await till.disputes().randomElement(using: &random) else { return }
            let evidence = Bool.random(using: &random) ? "winning_evidence" : "losing_evidence"
            _ = try await till.stripeCall("disputes/\(name)", [("evidence[uncategorized_text]", evidence)])
        case 5:
            try await till.chase()
        case 6:
            guard let booking = bookings.randomElement(using: &random) else { return }
            try await till.sendBack(booking)
        default:
            guard let name = try await till.payOut(Int.random(in: 1...90, using: &random), in: currency) else { return }
            switch Int.random(in: 0..<4, using: &random) {
            case 0: _ = try await till.stripeCall("payouts/\(name)/cancel", [])
            case 1: try await till.arrive(name, "failed")
            case 2: try await till.arrive(name, "paid")
            default: break
            }
        }
    }

    @Test("Money that came by the same key past us is missing in the books, and in no other's")
    func planted() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                _ = try await till.paid()
                let before = try await compared(other)
                #expect(try await compared(till).isSound == true)
                let charge = try await till.plant(4_200)
                guard case .told(let balances, let found) = try await compared(till) else {
                    Issue.record("silent")
                    continue
                }
                #expect(found.missing.map(\.fact.id) == [charge] && found.missing.map(\.from) == [.ledger])
                #expect(found.missing.first?.fact.gross == Money(minor: 4_200, .eur))
                #expect(balances.contains { !$0.isSound })
                #expect(try await compared(other) == before)
            }
        }
    }

    @Test("A processor that is silent, a key that opens nothing, no processor at all: each is an answer of its own")
    func silent() async throws {
        try await TwoTills.with { tills in
            let till = tills.one
            _ = try await till.paid()
            let period = till.feature.compare.period(from: nil, until: nil)
            #expect(try await till.feature.compare.read(period, pagesMax: 0, in: till.scope) == .silent(.tooMuch))
            try await tills.stripe.control(
                "POST", "faults", #"{"effect":"drop","when":"before","account":"\#(till.account.id)"}"#)
            #expect(try await till.feature.compare.read(period, in: till.scope) == .silent(.unreachable))
            try await tills.stripe.control("DELETE", "faults")
            try await till.feature.connect.disconnect(AuditActor("operator:test"), in: till.scope)
            #expect(try await till.feature.compare.read(period, in: till.scope) == .silent(.noAccount))
            #expect(try await compared(tills.two).isSound == true)
        }
    }

    private func compared(_ till: Till) async throws -> CompareBooks.Answer {
        try await till.feature.compare.read(till.feature.compare.period(from: nil, until: nil), in: till.scope)
    }
}

extension Till {
    fileprivate func paid(with card: String, from: Int) async throws -> BookingID {
        let begun = try await begin(from: from)
        _ = try await pay(begun.payment, with: "pm_card_\(card)")
        try await settle(begun.payment)
        return begun.booking
    }

    /// The guest's bank does not take what was given back.
    fileprivate func sendBack(_ booking: BookingID) async throws {
        let refunds = try await feature.read.history(of: booking, in: scope).refunds
        guard let refund = refunds.first(where: { $0.state == .succeeded }), let name = refund.processorName else {
            return
        }
        let reply = try await stripe.control("POST", "refunds/\(name)", #"{"outcome":"fail"}"#)
        try #require(reply.status == 200, "\(reply.body)")
        try await feature.settleRefund.settle(refund.id, isTold: true, in: scope)
    }

    /// Somebody takes money by the same key, of which no book knows; the name of the charge.
    fileprivate func plant(_ units: Int) async throws -> String {
        let reply = try await stripeCall(
            "payment_intents",
            [
                ("amount", String(units)), ("currency", "eur"), ("payment_method_types[]", "card"),
                ("payment_method", "pm_card_visa"), ("confirm", "true"),
            ])
        return try #require(reply.body.firstMatch(of: /"latest_charge":"(ch_[A-Za-z0-9]+)"/).map { String($0.1) })
    }

    /// Sends a share of a hundred of what is there to the bank; the payout's name, nil where nothing is there.
    func payOut(_ share: Int, in currency: String = "eur", key: String? = nil) async throws -> String? {
        let amount = try await available(currency) * share / 100
        guard amount > 0 else { return nil }
        let reply = try await stripeCall(
            "payouts", [("amount", String(amount)), ("currency", currency)], key: key)
        return try #require(reply.body.firstMatch(of: /"id":"(po_[A-Za-z0-9]+)"/).map { String($0.1) }, "\(reply.body)")
    }

    /// The bank takes a payout, or sends it back.
    func arrive(_ payout: String, _ outcome: String) async throws {
        let reply = try await stripe.control("POST", "payouts/\(payout)", #"{"outcome":"\#(outcome)"}"#)
        try #require(reply.status == 200, "\(reply.body)")
    }

    private func available(_ currency: String) async throws -> Int {
        let reply = try await Wire(port: stripe.port, host: "localhost:\(stripe.port)").send(
            "GET", "/v1/balance", [("authorization", "Bearer \(account.secretKey)")])
        let told = try JSONDecoder().decode(Balance.self, from: Data(reply.body.utf8))
        return told.available.first { $0.currency == currency }?.amount ?? 0
    }

    private struct Balance: Decodable {
        struct Part: Decodable {
            let amount: Int
            let currency: String
        }
        let available: [Part]
    }
}
