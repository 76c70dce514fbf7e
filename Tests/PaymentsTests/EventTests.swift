import Bookings
import Crypto
import Foundation
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// Events as the processor sends them, and as it never would.
@Suite("What the payment processor tells of its own accord")
struct EventTests {
    private func body(_ name: String, _ kind: String, _ object: String) -> String {
        #"{"id":"\#(name)","object":"event","type":"\#(kind)","created":1780000000,"data":{"object":{"id":"\#(object)"}}}"#
    }

    private func tell(_ till: Till, _ body: String, _ header: String) async throws {
        try await till.feature.receive.receive(Array(body.utf8), signed: header, requestID: "test", in: till.scope)
    }

    private func signed(_ body: String, _ secret: String, at time: Date = Date()) -> String {
        EventSignature.header(body, secret: secret, at: Int(time.timeIntervalSince1970))
    }

    private func kept(_ till: Till) async throws -> Int {
        try await till.scope.run("select count(*) as n from processor_events").only().get("n")
    }

    @Test("A genuine one is kept once and looked up, whatever it says; the booking is confirmed by nothing else")
    func genuine() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, payment) = try await till.begin()
                _ = try await till.pay(payment)
                let intent = try #require(
                    try await till.feature.read.history(of: booking, in: till.scope).payments.first?.intent)
                let told = body("evt_one", "payment_intent.amount_capturable_updated", intent)
                let secret = try await till.signingSecret()
                for _ in 0..<3 { try await tell(till, told, signed(told, secret)) }
                #expect(try await kept(till) == 1)
                try await till.work(tills.shops.fleet)
                #expect(try await till.booking(booking).state == .confirmed)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Forged, changed, old, of the future, unsigned, for the other site: refused, and nothing is kept")
    func forged() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let told = body("evt_forged", "payment_intent.succeeded", "pi_1")
                let secret = try await till.signingSecret()
                let good = signed(told, secret)
                let wrong = [
                    "", "t=,v1=", "v1=\(String(repeating: "0", count: 64))", signed(told, "whsec_guessed"),
                    signed(told, try await other.signingSecret()), signed(told + " ", secret),
                    signed(told, secret, at: Date() - 600), signed(told, secret, at: Date() + 600),
                    good.replacingOccurrences(of: "v1=", with: "v0="), String(good.dropLast()),
                    good.replacingOccurrences(of: "t=", with: "t=1"),
                ]
                for header in wrong {
                    await #expect(throws: PaymentError.eventUnsigned, "\(header)") {
                        try await tell(till, told, header)
                    }
                }
                // While a secret is changed there are two signatures, and one that is good is enough.
                try await tell(till, told, good + ",v1=" + String(repeating: "0", count: 64))
                for text in ["", "[]", #"{"id":"evt"}"#, body("evt 1", "payment_intent.succeeded", "pi_1")] {
                    await #expect(throws: PaymentError.eventUnreadable, "\(text)") {
                        try await tell(till, text, signed(text, secret))
                    }
                }
                #expect(try await kept(till) == 1)
                #expect(try await kept(other) == (other.account == tills.one.account ? 1 : 0))
            }
        }
    }

    @Test("One that comes before its object is known waits for it; one about nothing of ours is let go after a day")
    func early() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, payment) = try await till.begin()
                _ = try await till.pay(payment)
                let secret = try await till.signingSecret()
                let intent = try #require(
                    try await till.feature.read.history(of: booking, in: till.scope).payments.first?.intent)
                // As it is before our own record of the intent was written.
                let admin = tills.shops.fleet.admin
                _ = try await admin.single(
                    "update \(identifier: till.shop.entry.schema).payments set intent = null, state = 'asked'")
                let told = body("evt_early", "payment_intent.amount_capturable_updated", intent)
                try await tell(till, told, signed(told, secret))
                try await till.work(tills.shops.fleet, only: "payment.apply_event")
                #expect(try await till.eventState("evt_early") == "parked")
                try await till.settle(payment)
                try await till.work(tills.shops.fleet, only: "payment.apply_event")
                #expect(try await till.eventState("evt_early") == "applied")

                let strange = body("evt_strange", "payment_intent.succeeded", "pi_nobodys")
                try await tell(till, strange, signed(strange, secret))
                _ = try await admin.single(
                    """
                    update \(identifier: till.shop.entry.schema).processor_events
                       set received_at = clock_timestamp() - interval '2 days' where event_name = 'evt_strange'
                    """)
                try await till.work(tills.shops.fleet, only: "payment.apply_event")
                #expect(try await till.eventState("evt_strange") == "ignored")
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A dispute that is won is won when the money is back, and a fee that comes after the end is booked")
    func late() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let begun = try await till.begin()
                _ = try await till.pay(begun.payment, with: "pm_card_createDispute")
                try await till.settle(begun.payment)
                let name = try #require(try await till.openDispute())
                func states() async throws -> [Dispute.State] {
                    try await till.feature.settleDispute.settle(name, in: till.scope)
                    return try await till.feature.read.history(of: begun.booking, in: till.scope).disputes.map(\.state)
                }
                #expect(try await states() == [.open])
                _ = try await till.shop.cancel(begun.booking)
                try await till.stripe.control(
                    "POST", "disputes/\(name)", #"{"outcome":"won","is_paid_later":true}"#)
                for _ in 0..<2 { #expect(try await states() == [.open]) }
                try await till.chase()
                #expect(till.totals.refunded == 0)
                try await till.stripe.control("POST", "disputes/\(name)/reinstate", "{}")
                for _ in 0..<2 { #expect(try await states() == [.won]) }
                try await till.chase()
                #expect(till.totals.refunded == 11_000)
                try await till.stripe.control("POST", "disputes/\(name)/fee", #"{"fee":700}"#)
                for _ in 0..<2 { #expect(try await states() == [.won]) }
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A dispute: withheld, then won or lost, once, in whatever order it is told")
    func disputes() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                for isWon in [true, false] {
                    let begun = try await till.begin()
                    _ = try await till.pay(begun.payment, with: "pm_card_createDispute")
                    try await till.settle(begun.payment)
                    let name = try #require(try await till.openDispute())
                    for _ in 0..<2 { try await till.feature.settleDispute.settle(name, in: till.scope) }
                    try await PaidInvariants.check(till)
                    _ = try await till.stripeCall(
                        "disputes/\(name)",
                        [("evidence[uncategorized_text]", isWon ? "winning_evidence" : "losing_evidence")])
                    for _ in 0..<2 { try await till.feature.settleDispute.settle(name, in: till.scope) }
                    let kept = try await till.feature.read.history(of: begun.booking, in: till.scope).disputes
                    #expect(kept.map(\.state) == [isWon ? .won : .lost])
                    try await PaidInvariants.check(till)
                }
                // As often as it was looked up, each is told once, under identifiers alone.
                let told = try await till.scope.run(
                    """
                    select kind, payload ->> 'state' as state from outbox_events
                     where kind like 'payment.%' order by event_id
                    """)
                #expect(
                    try told.map { try $0.get("kind", as: String.self) }
                        == [DisputeNews.opened, DisputeNews.decided, DisputeNews.opened, DisputeNews.decided])
                #expect(try told.map { try $0.get("state", as: String.self) } == ["open", "won", "open", "lost"])
            }
        }
    }
}
