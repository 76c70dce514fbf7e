import Bookings
import Foundation
@testable import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Cards that travellers save")
struct CardTests {
    @Test("Saved where its holder agrees, and not otherwise; paid with again; the number is nowhere")
    func saved() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let account = try await till.member(tills.shops.fleet)
                let plain = try await till.choose(.another(saves: false), as: account, for: try await till.held())
                _ = try await till.pay(plain.id)
                #expect(try await till.settle(plain.id).state == .captured)
                #expect(try await till.cards(of: account).isEmpty)
                #expect(try await till.customers() == 0)

                let card = try await till.save(as: account)
                #expect(card.card == Payment.Card(kind: "visa", digits: "4242") && !card.isExpired)
                #expect(try await till.isKept(card))

                let booking = try await till.held()
                let again = try await till.choose(.saved(card.id), as: account, for: booking)
                #expect(again.state == .captured && again.captured == Money(minor: 11_000, .eur))
                #expect(try await till.booking(booking).state == .confirmed)
                #expect(try await till.cards(of: account).count == 1)
                // Looked at again, it is not saved again; removed, it stays removed.
                try await till.settle(again.id)
                #expect(try await till.cards(of: account).count == 1)
                try await PaidInvariants.check(till)
                let kept = try await till.scope.run("select row_to_json(s)::text as row from saved_cards s").only()
                #expect(try !kept.get("row", as: String.self).contains("42424242"))
            }
        }
    }

    @Test("The form was shown to somebody who had not agreed, before or after it was: no card is saved")
    func shownToOthers() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let ada = try await till.member(tills.shops.fleet)
                let bob = try await till.member(tills.shops.fleet)
                for viewer: UUID? in [nil, bob] {
                    let agreed = try await till.choose(.another(saves: true), as: ada, for: try await till.held())
                    #expect(try await !till.form(agreed.id, as: ada).payment.isSavingBarred)
                    await #expect(throws: PaymentError.anothers) { try await till.form(agreed.id, as: viewer) }
                    #expect(try await !till.form(agreed.id, as: ada).payment.isSavingBarred)
                    // Whoever comes to pay after her has a payment of their own.
                    let other = try await till.goToPay(.init(account: viewer, choice: nil), for: agreed.booking)
                    #expect(other != agreed.id)
                    #expect(try await till.settle(agreed.id).state == .voided)
                    _ = try await till.goOn(other, as: viewer)
                    let intent = try #require(try await till.form(other, as: viewer).payment.intent)
                    let body = try await till.atStripe("payment_intents/\(intent)").body
                    #expect(body.contains(#/"setup_future_usage": ?null/#) && body.contains(#/"customer": ?null/#))
                    _ = try await till.pay(other)
                    #expect(try await till.settle(other).state == .captured)
                    #expect(try await till.cards(of: ada).isEmpty)
                    #expect(try await till.cards(of: bob).isEmpty)

                    let booking = try await till.held()
                    let plain = try await till.choose(.another(saves: false), as: ada, for: booking)
                    _ = try await till.form(plain.id, as: viewer)
                    await #expect(throws: PaymentError.cardNotSaved) {
                        try await till.choose(.another(saves: true), as: ada, for: booking)
                    }
                }
                #expect(try await till.customers() == 1)
            }
        }
    }

    @Test("A stranger's card, the other site's, one of nobody, one that is removed: no card, and nothing moves")
    func strangers() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            let fleet = tills.shops.fleet
            for (till, other) in [(tills.one, tills.two), (tills.two, tills.one)] {
                let (ada, bob) = (try await till.member(fleet), try await till.member(fleet))
                let foreign = try await other.member(fleet)
                let card = try await till.save(as: ada)
                let theirs = try await other.save(as: foreign)
                let removed = try await till.save("pm_card_mastercard", as: ada)
                try await till.feature.cards.remove(removed.id, of: ada, AuditActor("test"), in: till.scope)
                let booking = try await till.held()
                let taken = till.totals.captured
                for (who, what) in [
                    (bob, card.id), (ada, theirs.id), (foreign, theirs.id), (foreign, card.id), (ada, removed.id),
                    (ada, SavedCardID(UUID())),
                ] {
                    await #expect(throws: PaymentError.cardNotFound) {
                        try await till.choose(.saved(what), as: who, for: booking)
                    }
                    guard what != removed.id else { continue }
                    await #expect(throws: PaymentError.cardNotFound) {
                        try await till.feature.cards.remove(
                            what, of: bob, AuditActor("test"), in: till.scope)
                    }
                }
                for who in [bob, foreign] { #expect(try await till.cards(of: who).isEmpty) }
                #expect(till.totals.captured == taken)
                #expect(try await till.cards(of: ada).map(\.id) == [card.id])
                #expect(try await till.isKept(card))
                #expect(try await other.isKept(theirs))
                // The booking is as it was.
                #expect(try await till.choose(.saved(card.id), as: ada, for: booking).state == .captured)
            }
        }
    }

    @Test("The bank asks a saved card's holder: agreed it is paid, refused it is not, and another try is open")
    func challenged() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let account = try await till.member(tills.shops.fleet)
                let first = try await till.save(as: account)
                let asking = try await till.attach(
                    "pm_card_authenticationRequired", to: account, beside: first)
                for agrees in [false, true] {
                    let booking = try await till.held()
                    let open = try await till.choose(.saved(asking.id), as: account, for: booking)
                    #expect(open.state == .open)
                    let form = try await till.form(open.id, as: account, seesForm: false)
                    let action = try #require(form.actionURL)
                    #expect(action.contains("/3ds/\(try #require(open.intent))"))
                    try await till.stripe.control(
                        "POST", "payment_intents/\(try #require(open.intent))/challenge",
                        #"{"outcome":"\#(agrees ? "complete" : "fail")"}"#)
                    let settled = try await till.settle(open.id)
                    #expect(settled.state == (agrees ? .captured : .open))
                    if !agrees {
                        #expect(settled.decline == "payment_intent_authentication_failure")
                        #expect(try await till.form(open.id, as: account, seesForm: false).actionURL == nil)
                        #expect(try await till.choose(.saved(first.id), as: account, for: booking).state == .captured)
                    }
                    try await PaidInvariants.check(till)
                }
            }
        }
    }

    @Test("Declined, expired, removed at the processor: nothing is taken, and another card is a way on")
    func refused() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let account = try await till.member(tills.shops.fleet)
                let card = try await till.save(as: account)
                let poor = try await till.attach("pm_card_chargeCustomerFail", to: account, beside: card)
                let booking = try await till.held()
                let taken = till.totals.captured
                let declined = try await till.choose(.saved(poor.id), as: account, for: booking)
                #expect(declined.state == .open && declined.decline == "generic_decline")

                _ = try await till.scope.run(
                    "update saved_cards set expiry_year = 2020 where card_id = \(poor.id.uuid)")
                await #expect(throws: PaymentError.cardExpired) {
                    try await till.choose(.saved(poor.id), as: account, for: booking)
                }
                _ = try await till.stripeCall("payment_methods/\(card.name)/detach", [])
                await #expect(throws: PaymentError.cardGone) {
                    try await till.choose(.saved(card.id), as: account, for: booking)
                }
                #expect(try await till.cards(of: account).map(\.id) == [poor.id])
                #expect(till.totals.captured == taken)

                let payment = try await till.choose(.another(saves: false), as: account, for: booking)
                _ = try await till.pay(payment.id)
                #expect(try await till.settle(payment.id).state == .captured)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("Its holder takes a card back, once and again: not offered at once, let go of by a job")
    func removed() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let account = try await till.member(tills.shops.fleet)
                let (one, two) = (
                    try await till.save(as: account), try await till.save("pm_card_mastercard", as: account)
                )
                for _ in 0..<2 {
                    try await till.feature.cards.remove(one.id, of: account, AuditActor("test"), in: till.scope)
                }
                #expect(try await till.cards(of: account).map(\.id) == [two.id])
                #expect(try await till.isKept(one))
                // Lost without an answer, it is asked again.
                try await till.stripe.control(
                    "POST", "faults",
                    #"{"path":"/v1/payment_methods/*/detach","effect":"drop","when":"before","account":"\#(till.account.id)"}"#
                )
                try await till.work(tills.shops.fleet, only: DetachCard.kind)
                try await till.chase()
                #expect(try await till.isKept(one) == false)
                #expect(try await till.isKept(two))
                let entries = try await till.scope.run(
                    "select count(*) as n from audit_entries where action = 'payment_method.remove'")
                #expect(try entries.only().get("n") == 1)
            }
        }
    }
}
