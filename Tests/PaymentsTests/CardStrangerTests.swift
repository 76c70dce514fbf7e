import Bookings
import Foundation
import NIOHTTP1
@testable import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("Saved cards, and others who may open the booking")
struct CardStrangerTests {
    @Test("Declined or asked by the bank: another one is shown nothing of it, and pays with a card of theirs")
    func after() async throws {
        try await TwoTills.with(capacity: 12) { tills in
            for till in tills.both {
                let fleet = tills.shops.fleet
                let (ada, bob) = (try await till.member(fleet), try await till.member(fleet))
                let card = try await till.save(as: ada)
                let poor = try await till.attach("pm_card_chargeCustomerFail", to: ada, beside: card)
                let asking = try await till.attach("pm_card_authenticationRequired", to: ada, beside: card)
                for (tried, viewer) in [(poor, nil), (asking, bob)] {
                    let open = try await till.choose(.saved(tried.id), as: ada, for: try await till.held())
                    #expect(open.state == .open)
                    await #expect(throws: PaymentError.anothers) { try await till.form(open.id, as: viewer) }
                    let hers = try await till.form(open.id, as: ada, seesForm: false)
                    #expect((hers.actionURL != nil) == (tried == asking) && (hers.decline != nil) == (tried == poor))
                    let seen = try await till.form(open.id, as: viewer, seesForm: false)
                    #expect(seen.actionURL == nil && seen.decline == nil)
                    // It is still hers to go on with.
                    #expect(try await till.goOn(open.id, as: viewer).state == .open)

                    let other = try await till.goToPay(.init(account: viewer, choice: nil), for: open.booking)
                    #expect(other != open.id)
                    #expect(try await till.settle(open.id).state == .voided)
                    #expect(try await till.goOn(other, as: viewer).state == .open)
                    try await Self.paysAlone(other, as: viewer, beside: card, till)
                }
            }
        }
    }

    /// With what they were shown they get at no card of hers, and at their own.
    private static func paysAlone(
        _ payment: PaymentID, as viewer: UUID?, beside card: SavedCard, _ till: Till
    ) async throws {
        let taken = till.totals.captured
        let form = try await till.form(payment, as: viewer)
        let shown = try await till.inBrowser(.GET, form)
        #expect(shown.status == 200 && !shown.body.contains(#/"pm_/#) && !shown.body.contains("cus_"), "\(shown.body)")
        let refused = try await till.inBrowser(.POST, form, card: card.name)
        #expect(refused.status == 400, "\(refused.body)")
        #expect(try await till.settle(payment).state == .open && till.totals.captured == taken)
        #expect(try await till.inBrowser(.POST, form, card: "pm_card_mastercard").status == 200)
        #expect(try await till.settle(payment).state == .captured)
        #expect(till.totals.captured == taken + 11_000)
        try await PaidInvariants.check(till)
    }

    @Test("The form was shown before: a saved card is tried under another payment, and the first secret opens nothing")
    func before() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let ada = try await till.member(tills.shops.fleet)
                let card = try await till.save(as: ada)
                let poor = try await till.attach("pm_card_chargeCustomerFail", to: ada, beside: card)
                let booking = try await till.held()
                let first = try await till.goToPay(.guest, for: booking)
                try await till.settle(first)
                let form = try await till.form(first, as: nil)
                let taken = till.totals.captured

                let open = try await till.choose(.saved(poor.id), as: ada, for: booking)
                #expect(open.id != first && open.state == .open && open.decline != nil)
                #expect(try await till.settle(first).state == .voided)
                for name in [card.name, poor.name, "pm_card_visa"] {
                    #expect(try await till.inBrowser(.POST, form, card: name).status == 400)
                }
                let shown = try await till.inBrowser(.GET, form)
                #expect(!shown.body.contains(card.name) && !shown.body.contains(poor.name))
                #expect(till.totals.captured == taken)
                #expect(try await till.choose(.saved(card.id), as: ada, for: booking).state == .captured)
                try await PaidInvariants.check(till)
            }
        }
    }

    @Test("What one chose is not done by another one's request, whether or not the processor knows of it")
    func others() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let fleet = tills.shops.fleet
                let (ada, bob) = (try await till.member(fleet), try await till.member(fleet))
                let card = try await till.save(as: ada)
                let taken = till.totals.captured
                let payment = try await till.say(.saved(card.id), as: ada, for: try await till.held())
                for other in [bob, nil] {
                    #expect(try await till.goOn(payment, as: other).state == .open)
                    #expect(till.totals.captured == taken)
                }
                #expect(try await till.goOn(payment, as: ada).state == .captured)

                let agreed = try await till.say(.another(saves: true), as: ada, for: try await till.held())
                let seen = try #require(try await till.goOn(agreed, as: bob).intent)
                #expect(try await till.atStripe("payment_intents/\(seen)").body.contains(#/"customer": ?null/#))
            }
        }
    }

    @Test("A card of nobody's lets go of nothing, and a payment that is let go unheard is begun anew later")
    func nothing() async throws {
        try await TwoTills.with(capacity: 6) { tills in
            for till in tills.both {
                let fleet = tills.shops.fleet
                let (ada, bob) = (try await till.member(fleet), try await till.member(fleet))
                let card = try await till.save(as: ada)
                let poor = try await till.attach("pm_card_chargeCustomerFail", to: ada, beside: card)
                let open = try await till.choose(.saved(poor.id), as: ada, for: try await till.held())
                await #expect(throws: PaymentError.cardNotFound) {
                    try await till.goToPay(.init(account: bob, choice: .saved(card.id)), for: open.booking)
                }
                #expect(try await till.settle(open.id).state == .open)

                try await till.fault("/v1/payment_intents/*/cancel", "status", "before")
                await #expect(throws: PaymentError.self) { try await till.goToPay(.guest, for: open.booking) }
                let other = try await till.goToPay(.guest, for: open.booking)
                #expect(other != open.id)
                #expect(try await till.settle(open.id).state == .voided)
                _ = try await till.pay(other)
                #expect(try await till.settle(other).state == .captured)
                try await PaidInvariants.check(till)
            }
        }
    }
}
