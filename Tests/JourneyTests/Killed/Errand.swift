import NIOHTTP1
import TestSupport
import Testing

/// One request that has an effect, under one key: the same bytes whoever sends it, as often as it is sent.
struct Errand: Sendable {
    enum Verb: String, CaseIterable, Sendable {
        case hold, confirm, checkout

        /// What one effect adds to `Market.traces`.
        var traces: [String: Int] {
            let change = ["booking_events": 1, "outbox_events": 1, "audit_entries": 1, "idempotency_keys": 1]
            let made = ["bookings": 1, "jobs": 1, "held_nights": 2, "funnel_hold": 1]
            let sold = ["held_nights": -2, "sold_nights": 2, "funnel_confirm": 1]
            return change.merging(self == .confirm ? sold : made) { $1 }
        }
    }

    static let nights = 2
    /// The whole test uses one key, on every site and route: each has keys of its own.
    private static func key(_ round: Int) -> String { "one-key-\(round)" }

    let host: String
    let target: String
    let headers: [(String, String)]
    let body: String

    func send(to port: Int) async throws -> Wire.Reply {
        try await Wire(port: port, host: host).send("POST", target, headers, body: body)
    }

    static func make(_ verb: Verb, at market: Market, _ round: Int) async throws -> Errand {
        let hotel = try await market.hotel()
        let offer = try #require(try await market.offers(of: hotel, from: 0, nights: nights, rooms: [2]).first).id
        let email = "crowd\(round)@example.com"
        let json = [("content-type", "application/json"), ("idempotency-key", key(round))]
        switch verb {
        case .hold:
            return Errand(
                host: market.partner.host, target: "/api/bookings", headers: json,
                body: """
                    {"offer_id":"\(offer)","travellers":[{"given_name":"Ada","family_name":"Lovelace"}],
                     "contact":{"email":"\(email)"}}
                    """)
        case .confirm:
            let held = try await market.hold(offer, key: "before-\(round)", email: email)
            let token = try #require(held.headers.first(name: "x-booking-access"), "\(held.body.prefix(300))")
            return Errand(
                host: market.partner.host, target: "/api/bookings/\(try held.expect("id"))/confirm",
                headers: json + [("x-booking-access", token)], body: "{}")
        case .checkout:
            let page = try await market.wire.get("/en/manage", [("accept", "text/html")])
            let visit = try #require(page.cookie("visit"))
            let fields = [
                ("csrf_token", page.hidden("csrf_token") ?? ""), ("idempotency_key", key(round)), ("offer_id", offer),
                ("traveller_1_given", "Ada"), ("traveller_1_family", "Lovelace"), ("traveller_1_full", ""),
                ("email", email), ("phone", ""), ("notes", ""), ("terms", "accepted"),
            ]
            return Errand(
                host: market.partner.host, target: "/en/checkout",
                headers: [
                    ("accept", "text/html"), ("cookie", visit),
                    ("content-type", "application/x-www-form-urlencoded"),
                ], body: Wire.formBody(fields))
        }
    }
}
