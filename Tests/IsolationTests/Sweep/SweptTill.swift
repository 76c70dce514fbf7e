import Bookings
import Foundation
import NIOHTTP1
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
@testable import TravelHub

import Vocabulary

/// A partner's money: its account at the sandbox, and a booking paid there.
enum SweptTill {
    struct Paid: Sendable {
        let booking: String
        /// `bka_…`
        let token: String
        let payment: UUID
    }

    static func connect(_ partner: SweptPartner, _ hub: Hub, _ stripe: TestStripe) async throws {
        let account = try await stripe.account(partner.word)
        try await hub.payments.connect.connect(
            .init(
                processor: .sandbox, publishableKey: account.publishableKey, secretKey: account.secretKey,
                // Nobody listens there.
                eventsURL: "http://127.0.0.1:9\(PaymentsFeature.eventsPath)"),
            takesRealMoney: false, AuditActor("operator:test"), in: hub.tenants.scope(partner.entry))
        hub.profiles.invalidate(partner.entry.id)
    }

    /// An offer of a room that is paid in advance.
    static func offer(_ wire: Wire) async throws -> String {
        let (checkIn, checkOut) = Holdings.dates
        let hotel = try await wire.get(Holdings.search).expect("id")
        let page = try await wire.get(
            "/api/hotels/\(hotel)?check_in=\(checkIn)&check_out=\(checkOut)&guests=2")
        for part in page.body.components(separatedBy: #""offer_id":""#).dropFirst()
        where part.contains(#""payable":"now""#) {
            if let range = part.range(of: #""payable":""#), part[range.upperBound...].hasPrefix("now"),
                let offer = part.split(separator: "\"").first
            {
                return String(offer)
            }
        }
        throw Wire.Reply.Missing(description: "no offer that is paid in advance: \(page.body.prefix(2_000))")
    }

    static func held(_ wire: Wire) async throws -> (id: String, token: String) {
        let held = try await wire.json(
            "/api/bookings", [("idempotency-key", UUID().text)],
            Holdings.body(
                "\"offer_id\":\"\(try await offer(wire))\"", traveller: "Ada", email: "till-\(UUID().text)@example.com")
        )
        return (try held.expect("id"), held.headers.first(name: "x-booking-access") ?? "")
    }

    /// Held, paid with a good card, and taken.
    static func pay(_ wire: Wire, _ sites: SweptSites, _ partner: SweptPartner) async throws -> Paid {
        let (booking, token) = try await held(wire)
        let begun = try await wire.json(
            "/api/bookings/\(booking)/payments", [("idempotency-key", UUID().text), ("x-booking-access", token)], "{}")
        let secret = try begun.expect("client_secret")
        let intent = secret.components(separatedBy: "_secret_")[0]
        let account = try await sites.stripe.account(partner.word)
        _ = try await Wire(port: sites.stripe.port, host: "localhost:\(sites.stripe.port)").send(
            "POST", "/v1/payment_intents/\(intent)/confirm",
            [
                ("authorization", "Bearer \(account.secretKey)"),
                ("content-type", "application/x-www-form-urlencoded"),
            ], body: "payment_method=pm_card_visa")
        let settled = try await wire.json(
            "/api/bookings/\(booking)/payments/settle", [("x-booking-access", token)], "{}")
        guard settled.body.contains(#""state":"captured""#), let payment = UUID(uuidString: try begun.expect("id"))
        else { throw Wire.Reply.Missing(description: "not paid: \(begun.body) \(settled.body)") }
        return Paid(booking: booking, token: token, payment: payment)
    }
}
