import Foundation
import NIOHTTP1
import Payments
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("Money that the staff gives back")
struct TillRefundTests {
    @Test(
        "Is shown before it moves, asks for a reason, goes once however often it is pressed, and never beyond what is left"
    )
    func page() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for (partner, other) in [(sites.victim, sites.attacker), (sites.attacker, sites.victim)] {
                let owner = try await TillPageTests.owner(partner, sites)
                let paid = try await SweptTill.pay(sites.wire(partner.host), sites, partner)
                let path = "/admin/bookings/\(paid.booking)/refund"
                let whole = try await owner.get(path)
                #expect(whole.status == 200 && whole.body.contains("Visa 4242"), "\(whole.body)")
                for typed in ["x", "1,234.5", "0", "-3", "99999999"] {
                    let refused = try await owner.get("\(path)?amount=\(typed)")
                    #expect(refused.status == 422 && !refused.body.contains("amount_minor"), "\(typed)")
                }
                let shown = try await owner.get("\(path)?amount=\(paid.currency == "JPY" ? "750" : "7,5")")
                let minor = try #require(shown.hidden("amount_minor").flatMap(Int.init))
                let key = try #require(shown.hidden("idempotency_key"))
                #expect(shown.hidden("currency") == paid.currency && minor == 750)
                #expect(try await Self.refunds(partner, sites).isEmpty, "a look is no effect")
                let form = [
                    ("amount_minor", "\(minor)"), ("currency", paid.currency), ("idempotency_key", key),
                ]
                let silent = try await owner.post(path, form + [("reason", " ")])
                #expect(silent.status == 422 && silent.hidden("amount_minor") == "\(minor)")
                async let one = owner.post(path, form + [("reason", "Cold <b>shower</b>")])
                async let two = owner.post(path, form + [("reason", "Cold <b>shower</b>")])
                for reply in try await [one, two] {
                    #expect(
                        reply.headers.first(name: "location") == "/admin/bookings/\(paid.booking)?done=refund_granted")
                }
                #expect(try await Self.refunds(partner, sites) == [minor])
                #expect(try await TillPageTests.trail("refund.grant", partner, sites) == [paid.booking])
                let told = try await owner.get("/admin/payments/\(paid.payment.text)").body
                #expect(told.contains("Cold &lt;b&gt;shower") && !told.contains("<b>shower"))

                let much = form.map {
                    $0.0 == "amount_minor" ? ($0.0, "99999999") : $0.0 == "idempotency_key" ? ($0.0, UUID().text) : $0
                }
                #expect(try await owner.post(path, much + [("reason", "All")]).status == 409)
                #expect(try await Self.refunds(partner, sites) == [minor])
                let stranger = try await TillPageTests.owner(other, sites)
                #expect(try await stranger.get(path).status == 404)
                #expect(try await stranger.post(path, form + [("reason", "Mine")]).status == 404)
                try await ConsoleSeat.settle("agent", "agent@example.com", named: "Agent", sites, partner)
                let agent = try await ConsoleSeat.signIn("agent@example.com", on: sites.wire(partner.host))
                #expect(try await agent.get(path).status == 403)
            }
        }
    }

    @Test("Is given by a program in the same way: once for a key, faults at their fields, on no other site")
    func program() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            let (partner, other) = (sites.victim, sites.attacker)
            let wire = sites.wire(partner.host)
            let (mine, theirs) = (
                try await TillPageTests.bearer(partner, sites), try await TillPageTests.bearer(other, sites)
            )
            let paid = try await SweptTill.pay(wire, sites, partner)
            let path = "/api/admin/bookings/\(paid.booking)/refunds"
            func body(_ minor: Int, _ currency: String, _ reason: String = "Noise") -> String {
                "{\"amount\":{\"amount\":\(minor),\"currency\":\"\(currency)\"},\"reason\":\"\(reason)\"}"
            }
            func key() -> [(String, String)] { [("idempotency-key", UUID().text)] }
            #expect(try await wire.json(path, mine, body(1, paid.currency)).status == 400)
            for (sent, status, told) in [
                (body(0, paid.currency), 422, "/amount"), (body(5, paid.currency, " "), 422, "/reason"),
                (body(99_999_999, paid.currency), 409, "/amount/amount"), (body(5, "KWD"), 422, "/amount/currency"),
            ] {
                let refused = try await wire.json(path, mine + key(), sent)
                #expect(refused.status == status && refused.body.contains("\"pointer\":\"\(told)"), "\(refused.body)")
            }
            let unpaid = try await SweptTill.held(wire).id
            let nothing = try await wire.json(
                "/api/admin/bookings/\(unpaid)/refunds", mine + key(), body(5, paid.currency))
            #expect(nothing.status == 409 && nothing.body.contains("payment.nothing_paid"), "\(nothing.body)")
            let seen = try await wire.json(
                "/api/admin/bookings/\(paid.booking)/refund-previews", mine,
                "{\"amount\":{\"amount\":5,\"currency\":\"\(paid.currency)\"}}")
            #expect(seen.status == 200 && seen.body.contains(#""granted":{"amount":5,"#), "\(seen.body)")
            #expect(seen.body.contains(#""owed":{"amount":0,"#) && seen.body.contains(paid.payment.text))
            let named = key()
            let done = try await wire.json(path, mine + named, body(5, paid.currency))
            let again = try await wire.json(path, mine + named, body(5, paid.currency))
            #expect(done.status == 201 && again.body == done.body, "\(done.body)")
            #expect(again.headers.first(name: "idempotent-replayed") == "true")
            #expect(try await Self.refunds(partner, sites) == [5])
            let strange = try await sites.wire(other.host).json(path, theirs + key(), body(5, paid.currency))
            #expect(strange.status == 404 && strange.body.contains("booking.not_found"))
        }
    }

    private static func refunds(_ partner: SweptPartner, _ sites: SweptSites) async throws -> [Int] {
        try await sites.fleet.tenants.scope(partner.entry).run("select amount_minor from refunds order by refund_id")
            .map { try $0.get("amount_minor") }
    }
}
