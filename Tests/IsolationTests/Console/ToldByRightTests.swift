import Foundation
import NIOHTTP1
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("What a booking's money is made of, by who asks")
struct ToldByRightTests {
    @Test("What the site buys at and the platform's fee are told to who may read finance, and to no agent")
    func explained() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for partner in [sites.attacker, sites.victim] {
                let wire = sites.wire(partner.host)
                let held = try await SweptTill.held(wire)
                let path = "/api/admin/bookings/\(held.id)/explain"
                try await ConsoleSeat.settle("agent", "agent@example.com", named: "Agent", sites, partner)
                for (email, isTold) in [(SweptPeople(word: partner.word).email, true), ("agent@example.com", false)] {
                    let entered = try await wire.json(
                        "/api/auth/login", [], #"{"email":"\#(email)","password":"\#(SweptPeople.password)"}"#)
                    let reply = try await wire.get(
                        path, [("authorization", "Bearer \(try entered.expect("access_token"))")])
                    #expect(reply.status == 200 && reply.body.contains(#""is_exact":true"#), "\(reply.body)")
                    for word in ["net", "markup", "markup_basis_points", "platform_fee", "shares"] {
                        #expect(reply.body.contains("\"\(word)\":") == isTold, "\(email): \(word)")
                    }
                }
            }
        }
    }

    @Test("What a bank asks the site is told to the site, and not to the booking's holder")
    func disputed() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            for partner in [sites.attacker, sites.victim] {
                let wire = sites.wire(partner.host)
                let paid = try await SweptTill.pay(wire, sites, partner)
                let path = "bookings/\(paid.booking)/payments"
                _ = try await sites.fleet.tenants.scope(partner.entry).run(
                    """
                    insert into disputes (tenant_id, dispute_id, payment_id, booking_id, state, amount_minor, currency,
                                          processor_name, reason, opened_at)
                    select tenant_id, \(UUID()), payment_id, booking_id, 'open', 100, currency, 'dp_swept', 'fraudulent',
                           clock_timestamp()
                      from payments where payment_id = \(paid.payment)
                    """)
                let told = try await wire.get("/api/\(path)", [("x-booking-access", paid.token)])
                #expect(told.status == 200 && told.body.contains(#""payments":"#))
                #expect(!told.body.contains("dispute") && !told.body.contains("fraudulent"), "\(told.body)")
                let entered = try await wire.json(
                    "/api/auth/login", [],
                    #"{"email":"\#(SweptPeople(word: partner.word).email)","password":"\#(SweptPeople.password)"}"#)
                let staff = try await wire.get(
                    "/api/admin/\(path)", [("authorization", "Bearer \(try entered.expect("access_token"))")])
                #expect(staff.body.contains("fraudulent"), "\(staff.body)")
            }
        }
    }

    @Test("What asks the processor or keeps a promise for whoever asks, and what is read unsigned, has its limit")
    func limited() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let limits = Dictionary(
                try sites.routes.map { ("\($0.method) \($0.path)", $0.options.limit) },
                uniquingKeysWith: { one, _ in one })
            for (name, routes) in [
                "payment-looks": [
                    "POST /{locale}/bookings/{booking}/pay", "POST /{locale}/bookings/{booking}/payment/card",
                    "GET /{locale}/bookings/{booking}/payment", "GET /{locale}/bookings/{booking}/payment/return",
                    "POST /api/bookings/{id}/payments", "POST /api/bookings/{id}/payments/settle",
                ],
                "booking-asks": [
                    "POST /{locale}/bookings/{booking}/cancellation", "POST /{locale}/bookings/{booking}/change-quote",
                    "POST /api/bookings/{id}/cancellation-quotes", "POST /api/bookings/{id}/change-quotes",
                ],
                "payment-events": ["POST /api/payments/events"],
            ] {
                for route in routes { #expect(limits[route]??.limit.name == name, "\(route)") }
            }
        }
    }
}
