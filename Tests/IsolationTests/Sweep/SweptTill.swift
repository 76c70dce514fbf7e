import Billing
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
        let currency: String
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
        let (checkIn, checkOut) = Holdings.laterDates
        let hotel = try await wire.get(Holdings.searching(Holdings.laterDates)).expect("id")
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

    /// A payment and a refund of it that both wait for a person, as the booking that they are of.
    static func gather(_ partner: SweptPartner, _ sites: SweptSites, into held: inout Holdings) async throws {
        let paid = try await pay(sites.wire(partner.host), sites, partner)
        let refund = try await grant(500, of: paid, sites, partner)
        let scope = sites.fleet.tenants.scope(partner.entry)
        _ = try await scope.run([
            needsPerson(paid.payment),
            """
            update refunds set person_for = 'refused', person_since = clock_timestamp() where refund_id = \(refund)
            """,
        ])
        (held[.paidBooking], held[.payment], held[.refund]) = (paid.booking, paid.payment.text, refund.text)
        held[.invoice] = try await SweptBilling.issue(partner, sites).id.text
    }

    static func needsPerson(_ payment: UUID) -> SQL {
        """
        update payments set person_for = 'amount_differs', person_since = clock_timestamp()
         where payment_id = \(payment)
        """
    }

    /// Promised; nobody sends it.
    static func grant(
        _ minor: Int, of paid: Paid, _ sites: SweptSites, _ partner: SweptPartner
    ) async throws -> UUID {
        let scope = sites.fleet.tenants.scope(partner.entry)
        let key = try await sites.hub.dataKeys.key(of: partner.entry.id)
        guard let booking = UUID(uuidString: paid.booking) else { throw Wire.Reply.Missing(description: paid.booking) }
        let currency = try await scope.run("select currency from bookings where booking_id = \(booking)").only()
            .get("currency", as: CurrencyCode.self)
        let granted = try await scope.settle { [grant = sites.hub.payments.grant] tx in
            try await grant.grant(
                Money(minor: minor, currency), of: BookingID(booking), ChangeReason("swept"), key: key,
                AuditActor("system"), in: tx)
        }
        guard let refund = granted.refunds.first else { throw Wire.Reply.Missing(description: "no refund") }
        return refund.uuid
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
        return Paid(booking: booking, token: token, payment: payment, currency: try begun.expect("currency"))
    }
}
