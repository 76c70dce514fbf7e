import Bookings
import Foundation
import Jobs
@testable import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Saved cards, when things go wrong or end")
struct CardUpkeepTests {
    @Test("Replies that are lost, presses that come twice: one customer, one card, one payment")
    func twice() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let account = try await till.member(tills.shops.fleet)
                let booking = try await till.held()
                let payment = try await till.say(.another(saves: true), as: account, for: booking)
                try await till.settle(payment)
                try await till.fault("/v1/customers", "drop", "after")
                await #expect(throws: PaymentError.self) { try await till.goOn(payment, as: account) }
                #expect(try await till.customers() == 1)
                // Pressed once more, by two at once.
                #expect(try await till.say(.another(saves: true), as: account, for: booking) == payment)
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<2 { group.addTask { _ = try? await till.goOn(payment, as: account) } }
                }
                try await till.goOn(payment, as: account)
                #expect(try await till.customers() == 1)
                _ = try await till.pay(payment)
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<3 { group.addTask { _ = try? await till.settle(payment) } }
                }
                try await till.settle(payment)
                let card = try #require(try await till.cards(of: account).first)
                #expect(try await till.cards(of: account).count == 1)

                // With the saved one, too: the reply to the confirmation is lost, and asked for again.
                let next = try await till.say(.saved(card.id), as: account, for: try await till.held())
                try await till.settle(next)
                try await till.fault("/v1/payment_intents/*/confirm", "drop", "after")
                await #expect(throws: PaymentError.self) { try await till.goOn(next, as: account) }
                #expect(try await till.goOn(next, as: account).state == .captured)
                #expect(till.totals.captured == 22_000)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Died before the processor was told: no card is charged by a job, and the traveller chooses again")
    func died() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let account = try await till.member(tills.shops.fleet)
                let card = try await till.save(as: account)
                let booking = try await till.held()
                let payment = try await till.say(.saved(card.id), as: account, for: booking)
                try await till.chase()
                #expect(try await till.settle(payment).state == .open)
                #expect(till.totals.captured == 11_000)
                // They go on with the payment without a word: what was chosen is taken back.
                #expect(try await till.goToPay(.init(account: account, choice: nil), for: booking) == payment)
                #expect(try await till.goOn(payment, as: account).state == .open)
                #expect(till.totals.captured == 11_000)
                #expect(try await till.choose(.saved(card.id), as: account, for: booking).state == .captured)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("To be saved, then not: the card that is paid with is nobody's")
    func unsaid() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let account = try await till.member(tills.shops.fleet)
                let booking = try await till.held()
                try await till.choose(.another(saves: true), as: account, for: booking)
                let payment = try await till.choose(.another(saves: false), as: account, for: booking)
                _ = try await till.pay(payment.id)
                #expect(try await till.settle(payment.id).state == .captured)
                #expect(try await till.cards(of: account).isEmpty)
                #expect(try await !till.atStripe("payment_intents?limit=1").body.contains("on_session"))
            }
        }
    }

    @Test("The account ends: its cards are told once more, then gone here and at the processor; others' stay")
    func erased() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            let fleet = tills.shops.fleet
            for till in tills.both {
                let (account, other) = (try await till.member(fleet), try await till.member(fleet))
                let (card, theirs) = (try await till.save(as: account), try await till.save(as: other))
                let records = AccountCardRecords(
                    jobs: PaymentJobs(
                        queue: JobQueue(keys: fleet.masterKeys, identifiers: fleet.identifiers),
                        identifiers: fleet.identifiers, clock: .system))
                let told = try await records.export(account, till.scope).map { String(decoding: $0, as: UTF8.self) }
                #expect(told.count == 1 && told[0].contains(#""last4":"4242""#))
                #expect(try await records.export(fleet.identifiers.next(), till.scope).isEmpty)
                try await till.scope.transaction { tx in
                    try await records.end(account, in: tx)
                    _ = try await tx.run("delete from accounts where account_id = \(account)")
                }
                #expect(try await till.cards(of: account).isEmpty)
                try await till.fault("/v1/customers/*", "status", "before")
                try await till.work(fleet, only: ForgetCustomer.kind)
                try await till.chase()
                #expect(try await till.isKept(card) == false)
                #expect(try await till.isKept(theirs))
                #expect(try await till.cards(of: other).map(\.id) == [theirs.id])
                let left = try await till.scope.run("select count(*) as n from processor_customers").only()
                #expect(try left.get("n") == 1)
                // What was paid stays paid.
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test(
        "Events: renewed by its bank, let go of over there; read anew, whatever they say; the other site's say nothing")
    func told() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let fleet = tills.shops.fleet
                let account = try await till.member(fleet)
                let card = try await till.save(as: account)
                // Says that it is gone, which it is not.
                try await till.tell("evt_lie", "payment_method.detached", card.name, fleet)
                #expect(try await till.cards(of: account) == [card])
                _ = try await till.stripeCall(
                    "payment_methods/\(card.name)", [("card[exp_month]", "3"), ("card[exp_year]", "2081")])
                #expect(try await till.cards(of: account).first?.expiryYear == card.expiryYear)
                try await till.tell("evt_new", "payment_method.automatically_updated", card.name, fleet)
                let renewed = try #require(try await till.cards(of: account).first)
                #expect(renewed.expiryMonth == 3 && renewed.expiryYear == 2081)

                try await other.tell("evt_\(till.account.id)", "payment_method.detached", card.name, fleet)
                #expect(try await other.eventState("evt_\(till.account.id)") == "ignored")
                _ = try await till.stripeCall("payment_methods/\(card.name)/detach", [])
                try await till.tell("evt_gone", "payment_method.detached", card.name, fleet)
                #expect(try await till.eventState("evt_gone") == "applied")
                #expect(try await till.cards(of: account).isEmpty)
            }
        }
    }
}

extension Till {
    /// The next request of a path comes to nothing.
    func fault(_ path: String, _ effect: String, _ moment: String) async throws {
        try await stripe.control(
            "POST", "faults",
            #"{"path":"\#(path)","effect":"\#(effect)","when":"\#(moment)","account":"\#(account.id)"}"#)
    }

    /// The event comes, and is worked off.
    fileprivate func tell(_ name: String, _ kind: String, _ object: String, _ fleet: TestFleet) async throws {
        let body =
            #"{"id":"\#(name)","object":"event","type":"\#(kind)","created":1780000000,"data":{"object":{"id":"\#(object)"}}}"#
        let header = StripeSandbox.EventSignature.header(
            body, secret: try await signingSecret(), at: Int(Date().timeIntervalSince1970))
        try await feature.receive.receive(Array(body.utf8), signed: header, requestID: "test", in: scope)
        try await work(fleet, only: ApplyEvent.kind)
    }
}
