import Foundation
import Ledger
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("What the processor sends to the bank")
struct PayoutTests {
    private func isSound(_ till: Till) async throws -> Bool {
        try await till.feature.compare.balances(in: till.scope).allSatisfy(\.isSound)
    }

    private func bank(_ till: Till) async throws -> Int {
        try await TrialBalance.read(in: till.scope).lines.filter { $0.code == .tenantBank }.map(\.balance.minor)
            .reduce(0, +)
    }

    private func written(_ till: Till) async throws -> [String] {
        try await till.scope.run(
            """
            select kind from ledger_transactions
             where kind = 'payout.paid' or (kind = 'ledger.reversed' and key like 'payout.paid/%') order by kind
            """
        ).map { try $0.get("kind") }
    }

    private func paidIn(_ till: Till) async throws {
        let begun = try await till.begin(nights: 2)
        _ = try await till.pay(begun.payment, with: "pm_card_bypassPending")
        try await till.settle(begun.payment)
    }

    private func tell(_ till: Till, _ name: String, _ kind: String, _ payout: String, secret: String) async throws {
        let body =
            #"{"id":"\#(name)","object":"event","type":"\#(kind)","created":1780000000,"#
            + #""data":{"object":{"id":"\#(payout)","amount":99999999,"currency":"usd","status":"paid"}}}"#
        let header = EventSignature.header(body, secret: secret, at: Int(Date().timeIntervalSince1970))
        try await till.feature.receive.receive(Array(body.utf8), signed: header, requestID: "test", in: till.scope)
    }

    @Test("Leaves the books as it leaves the processor, and comes back as it comes back, once however often it is told")
    func settled() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let theirs = try await written(other)
                try await paidIn(till)
                #expect(try await isSound(till))
                let name = try #require(try await till.payOut(50))
                #expect(try await !isSound(till))
                let secret = try await till.signingSecret()
                // What the event says of it is not believed, and it says it twice.
                for event in ["evt_po_1", "evt_po_1", "evt_po_2"] {
                    try await tell(till, event, "payout.created", name, secret: secret)
                }
                try await till.work(tills.shops.fleet, only: "payment.apply_event")
                #expect(try await isSound(till))
                #expect(try await written(till) == ["payout.paid"])
                #expect(try await bank(till) == till.totals.paidOut)
                try await till.arrive(name, "paid")
                try await tell(till, "evt_po_3", "payout.paid", name, secret: secret)
                try await till.work(tills.shops.fleet, only: "payment.apply_event")
                #expect(try await written(till) == ["payout.paid"])
                #expect(try await till.eventState("evt_po_3") == "applied")

                try await till.arrive(name, "failed")
                for event in ["evt_po_4", "evt_po_5"] {
                    try await tell(till, event, "payout.failed", name, secret: secret)
                }
                try await till.work(tills.shops.fleet, only: "payment.apply_event")
                #expect(try await isSound(till))
                #expect(try await bank(till) == 0)
                #expect(try await written(till) == ["ledger.reversed", "payout.paid"])
                #expect(try await written(other) == theirs)
            }
        }
    }

    @Test("Forged, or another's: refused, or looked up in vain, and nothing is written")
    func forged() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                try await paidIn(till)
                let name = try #require(try await till.payOut(50))
                let (own, before) = (try await other.signingSecret(), try await written(other))
                for secret in ["whsec_guessed", try await till.signingSecret()] {
                    await #expect(throws: PaymentError.eventUnsigned) {
                        try await tell(other, "evt_forged", "payout.paid", name, secret: secret)
                    }
                }
                try await tell(other, "evt_others", "payout.paid", name, secret: own)
                try await tell(other, "evt_nobodys", "payout.paid", "po_nobodys", secret: own)
                try await other.work(tills.shops.fleet, only: "payment.apply_event")
                for event in ["evt_others", "evt_nobodys"] {
                    #expect(try await other.eventState(event) == "ignored")
                }
                #expect(try await written(other) == before)
            }
        }
    }

    @Test("One whose events were lost is found at the processor, and so is its coming back")
    func lost() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let before = try await written(other)
                #expect(try await till.feature.findPayouts.find(in: till.scope) == 0)
                try await paidIn(till)
                let kept = try #require(try await till.payOut(10))
                let cancelled = try #require(try await till.payOut(20))
                #expect(try await till.feature.findPayouts.find(in: till.scope) == 2)
                #expect(try await isSound(till))
                _ = try await till.stripeCall("payouts/\(cancelled)/cancel", [])
                try await till.arrive(kept, "paid")
                #expect(try await till.feature.findPayouts.find(in: till.scope) == 1)
                #expect(try await till.feature.findPayouts.find(in: till.scope) == 0)
                #expect(try await isSound(till))
                #expect(try await bank(till) == till.totals.paidOut)
                #expect(try await written(till).count == 3)
                // Come and gone before anybody looked: both are written.
                let brief = try #require(try await till.payOut(5))
                _ = try await till.stripeCall("payouts/\(brief)/cancel", [])
                #expect(try await till.feature.findPayouts.find(in: till.scope) == 1)
                #expect(try await written(till).count == 5)
                #expect(try await isSound(till))
                #expect(try await written(other) == before)
            }
        }
    }
}
