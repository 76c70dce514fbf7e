import Bookings
import Foundation
import Inventory
import Ledger
import Payments
import Postgres
import Pricing
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("What is found out without being told")
struct NetTests {
    @Test("A dispute whose events were lost is found at the processor, and so is how it was decided")
    func disputes() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let before = try await other.scope.run("select dispute_id from disputes").count
                let (booking, payment) = try await till.begin()
                #expect(try await till.feature.findDisputes.find(in: till.scope) == 0)
                _ = try await till.pay(payment, with: "pm_card_createDispute")
                try await till.settle(payment)
                let history = { try await till.feature.read.history(of: booking, in: till.scope).disputes }
                #expect(try await history().isEmpty)
                #expect(try await till.feature.findDisputes.find(in: till.scope) == 1)
                #expect(try await history().map(\.state) == [.open])
                #expect(try await till.feature.findDisputes.find(in: till.scope) == 0)
                let name = try #require(try await till.openDispute())
                _ = try await till.stripeCall(
                    "disputes/\(name)", [("evidence[uncategorized_text]", "winning_evidence")])
                #expect(try await till.feature.findDisputes.find(in: till.scope) == 1)
                #expect(try await history().map(\.state) == [.won])
                #expect(try await till.feature.findDisputes.find(in: till.scope) == 0)
                #expect(try await other.scope.run("select dispute_id from disputes").count == before)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("A refund that came back unheard is found, and so is one that somebody made at the processor itself")
    func refunds() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let find = { try await till.feature.findRefunds.find(in: till.scope) }
                let begun = try await till.begin(nights: 2)
                _ = try await till.pay(begun.payment, with: "pm_card_refundFail")
                try await till.settle(begun.payment)
                _ = try await till.shop.change(begun.booking, .stay(till.shop.dates(nights: 1), nil))
                try await till.chase()
                #expect(try await find() == 0)
                try await till.stripe.control("POST", "clock", #"{"advance_seconds":864000}"#)
                let history = { try await till.feature.read.history(of: begun.booking, in: till.scope).refunds }
                #expect(try await history().map(\.state) == [.succeeded])
                #expect(try await find() == 1)
                #expect(try await history().map(\.personFor) == [PersonFor.refundFailed.rawValue])
                try await PaidInvariants.check(till)

                // Of what is owed, half; and then more than all of it.
                let intent = try #require(
                    try await till.feature.read.history(of: begun.booking, in: till.scope).payments.first?.intent)
                for amount in [5_500, 8_000] {
                    _ = try await till.stripeCall(
                        "refunds", [("payment_intent", intent), ("amount", String(amount))])
                    #expect(try await find() == 1)
                    #expect(try await find() == 0)
                }
                #expect(try await history().map(\.cause) == [.owed, .owed, .change])
                try await PaidInvariants.check(till)
                #expect(try await till.shop.quoteCancellation(begun.booking).refund.minor == 8_500)
                _ = try await till.shop.cancel(begun.booking)
                try await till.chase()
                try await PaidInvariants.check(till)
                #expect(till.totals.refunded == 22_000)
            }
        }
    }

    @Test("A refund that was asked for before in other words is found, and not asked for once more")
    func otherWords() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid()
                _ = try await till.shop.cancel(booking)
                let refund = try #require(try await till.refunds(booking).first)
                let key = refund.id.uuid.text
                let made = try await till.stripeCall(
                    "refunds",
                    [
                        ("payment_intent", try await intent(till, booking)), ("amount", "11000"),
                        ("metadata[refund]", key),
                    ],
                    key: key)
                #expect(made.status == 200)
                try await till.chase()
                #expect(try await till.refunds(booking).map(\.state) == [.succeeded])
                #expect(till.totals.refunded == 11_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Where the processor has given it back already, that counts and nobody is asked to bring it")
    func givenAlready() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid()
                _ = try await till.shop.cancel(booking)
                _ = try await till.stripeCall("refunds", [("payment_intent", try await intent(till, booking))])
                try await till.chase()
                #expect(try await till.refunds(booking).map(\.state) == [.succeeded, .failed])
                #expect(try await till.refunds(booking).allSatisfy { $0.personFor == nil })
                #expect(till.totals.refunded == 11_000)
                #expect(try await till.balance(.refundsPayable) == 0)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Of what somebody gave back at the processor, only what it gave beyond what was owed is grace")
    func partlyOwed() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid(nights: 2)
                try await till.grant(5_000, booking)
                try await till.chase()
                _ = try await till.shop.change(booking, .stay(till.shop.dates(nights: 1), nil))
                try await till.chase()
                try await fail(try #require(try await till.refunds(booking).first), till)
                #expect(try await till.owed(11_000, booking) == 11_000)
                _ = try await till.stripeCall(
                    "refunds", [("payment_intent", try await intent(till, booking)), ("amount", "13000")])
                #expect(try await till.feature.findRefunds.find(in: till.scope) == 1)
                #expect(try await till.balance(.refundsPayable) == 0)
                try await fail(try #require(try await till.refunds(booking).first), till)
                #expect(try await till.owed(11_000, booking) == 11_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    private func intent(_ till: Till, _ booking: BookingID) async throws -> String {
        try #require(try await till.feature.read.history(of: booking, in: till.scope).payments.first?.intent)
    }

    /// The guest's bank does not take it.
    private func fail(_ refund: Refund, _ till: Till) async throws {
        let name = try #require(refund.processorName)
        try await till.stripe.control("POST", "refunds/\(name)", #"{"outcome":"fail"}"#)
        try await till.feature.settleRefund.settle(refund.id, isTold: true, in: till.scope)
    }

    @Test("A key that does not open is said to be that, asked of a person and mended by connecting anew")
    func sealed() async throws {
        try await TwoTills.with { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let (booking, _) = try await till.paid()
                let (waiting, asked) = try await till.begin(from: 1)
                _ = try await till.shop.cancel(booking)
                let schema = till.shop.entry.schema
                _ = try await tills.shops.fleet.admin.single(
                    """
                    update \(identifier: schema).payment_accounts
                       set secret_key_sealed = set_byte(secret_key_sealed, length(secret_key_sealed) - 1,
                             255 - get_byte(secret_key_sealed, length(secret_key_sealed) - 1))
                     where tenant_id = \(till.scope.tenant)
                    """)
                let refund = try #require(
                    try await till.feature.read.history(of: booking, in: till.scope).refunds.first)
                await #expect(throws: ProcessorFault.keyUnread) {
                    try await till.feature.settleRefund.settle(refund.id, in: till.scope)
                }
                await #expect(throws: ProcessorFault.keyUnread) { try await till.settle(asked) }
                try await till.chase()
                for history in [booking, waiting] {
                    let kept = try await till.feature.read.history(of: history, in: till.scope)
                    let people =
                        kept.refunds.map(\.personFor) + kept.payments.filter { !$0.state.isEnd }.map(\.personFor)
                    #expect(people == [PersonFor.keyRefused.rawValue])
                }
                let (_, theirs) = try await other.paid(from: 2)
                #expect(try await other.settle(theirs).state == .captured)

                try await till.feature.connect.connect(
                    .init(
                        processor: .sandbox, publishableKey: till.account.publishableKey,
                        secretKey: till.account.secretKey, eventsURL: "http://127.0.0.1:9/api/payments/events"),
                    takesRealMoney: false, AuditActor("operator:test"), in: till.scope)
                try await till.chase()
                let ended = try await till.feature.read.history(of: booking, in: till.scope).refunds
                #expect(ended.map(\.state) == [.succeeded])
                #expect(try await till.settle(asked).state == .open)
            }
        }
    }

    @Test("What stands at the processor is compared with the books by currency, each partner's by itself")
    func balances() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (booking, _) = try await till.paid(nights: 2)
                _ = try await till.paid(from: 3)
                _ = try await till.shop.cancel(booking)
                try await till.chase()
                let sound = try await compared(till)
                #expect(sound.allSatisfy(\.isSound) && sound.contains { $0.ledger.minor == till.totals.balance })
            }
            // Somebody takes money by the same key, of which no book knows.
            _ = try await tills.one.stripeCall(
                "payment_intents",
                [
                    ("amount", "4200"), ("currency", "eur"), ("payment_method_types[]", "card"),
                    ("payment_method", "pm_card_visa"), ("confirm", "true"),
                ])
            let found = try #require(try await compared(tills.one).first { !$0.isSound })
            #expect(found.currency == .eur && found.processor.minor == tills.one.totals.balance)
            #expect(found.difference.minor > 0 && found.difference.minor <= 4_200)
            #expect(try await compared(tills.two).allSatisfy(\.isSound))
        }
    }

    private func compared(_ till: Till) async throws -> [BalanceComparison] {
        try await till.feature.compare.balances(in: till.scope)
    }

    @Test("Fewer guests than travellers who are named are refused; who has not named theirs may come with fewer")
    func guests() async throws {
        try await TwoTills.with { tills in
            for till in tills.both {
                let (unnamed, _) = try await till.paid()
                let alone = WantedChange.stay(try till.shop.dates(), [try Occupancy(adults: 1)])
                let named = try await till.paid(naming: ["Ada", "Bob"], from: 1)
                let fewer = WantedChange.stay(try till.shop.dates(from: 1), [try Occupancy(adults: 1)])
                await #expect(throws: BookingError.changeTooFewGuests(named: 2)) {
                    try await till.shop.quoteChange(fewer, of: named)
                }
                let other = WantedChange.stay(try till.shop.dates(from: 2), nil)
                #expect(try await till.shop.quoteChange(other, of: named).stay.guests == 2)
                #expect(try await till.shop.quoteChange(alone, of: unnamed).stay.guests == 1)
            }
        }
    }
}

extension Till {
    fileprivate func paid(naming names: [String], from: Int) async throws -> BookingID {
        let party = try PartyEntry(
            travellers: names.map { .init(givenName: $0, familyName: "Lovelace") }, email: "ada@example.com"
        ).checked(homeRegion: nil)
        let offer = try await shop.offer(from: from)
        let held = try await shop.hold(
            HoldCommand(source: .offer(offer.offerID), acceptedTotal: nil, party: party, locale: .english))
        let payment = try await start(held.booking.id)
        _ = try await pay(payment)
        try await settle(payment)
        return held.booking.id
    }
}
