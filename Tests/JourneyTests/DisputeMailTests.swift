import Foundation
import Messaging
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("A bank that wants money back is told of to those who look after it", .serialized)
struct DisputeMailTests {
    private typealias Town = LossMailTests.Town

    @Test("once when it begins and once when it is decided, by letters that lead to the payment")
    func disputes() async throws {
        let stripe = try await TestStripe.start()
        try await Town.serve(settings: ["STRIPE_SANDBOX_URL": stripe.url]) { town in
            let bank = try await bought(at: town.north, in: town, stripe)
            #expect(try await keepers(told: "dispute_opened", 2, in: town) == LossMailTests.keepers)
            let payment: UUID = try await town.fleet.tenants.scope(town.north.entry).run(
                "select payment_id from payments"
            ).only().get("payment_id")
            for mail in town.server.mails where LossMailTests.keepers.contains(mail.recipients[0]) {
                let parts = MailPart(mail.text).all.filter { ["text/plain", "text/html"].contains($0.type) }
                #expect(parts.count == 2)
                #expect(parts.allSatisfy { $0.text.contains("/admin/payments/\(payment.text)") }, "\(mail.text)")
            }
            for dispute in try await bank.disputes() {
                try await stripe.control("POST", "disputes/\(dispute.id)", #"{"outcome":"lost"}"#)
            }
            #expect(
                try await keepers(told: "dispute_decided", 2, in: town)
                    == (LossMailTests.keepers + LossMailTests.keepers).sorted())
            try await town.tellAgain()
            #expect(try await town.letters == 5)
            #expect(try await town.fleet.tenants.scope(town.club.entry).run("select 1 from outgoing_mails").isEmpty)
        }
        await stripe.stop()
    }

    /// Letters that they have by then; the guest has one of their own.
    private func keepers(told template: String, _ count: Int, in town: Town) async throws -> [String] {
        try await town.told(template, count).filter { $0 != PayingTraveller.email }
    }

    /// By somebody who says at once that they never did.
    private func bought(at partner: TestPartner, in town: Town, _ stripe: TestStripe) async throws -> CardBank {
        let account = try await stripe.account(
            partner.word, currency: partner.definition.currencies.charge[0].code.lowercased())
        try await town.hub.hub.payments.connect.connect(
            .init(
                processor: .sandbox, publishableKey: account.publishableKey, secretKey: account.secretKey,
                eventsURL: "http://\(partner.host):\(town.hub.port)\(PaymentsFeature.eventsPath)"),
            takesRealMoney: false, AuditActor("operator:test"), in: town.fleet.tenants.scope(partner.entry))
        let market = Market(partner, town.fleet, port: town.hub.port)
        let hotel = try await market.hotel()
        try await market.setStock(10, of: hotel)
        let offer = try #require(try await market.paidOffers(of: hotel).first)
        let traveller = PayingTraveller(
            market: market, stripe: stripe, account: account, offer: offer, card: .disputed, comesBack: true,
            then: .nothing)
        _ = try #require(try await traveller.travel())
        return CardBank(stripe: stripe, account: account)
    }
}
