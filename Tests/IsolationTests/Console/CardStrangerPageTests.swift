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

@Suite("Another one who may open a booking, while somebody pays it with a saved card")
struct CardStrangerPageTests {
    @Test("By program: is given a payment of their own, under which no card of hers is taken")
    func program() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for partner in [sites.attacker, sites.victim] {
                let till = try await Counter.open(sites, partner)
                let (path, token, hers) = try await till.leftOpen()
                let guest = [("x-booking-access", token)]
                let begun = try await till.pay(path, guest, "{}")
                #expect(begun.status == 201, "\(begun.body)")
                #expect(try begun.expect("id") != hers)
                try await till.takesOnlyTheirOwn(try begun.expect("client_secret"))
                let settled = try await till.wire.json("\(path)/settle", guest, "{}")
                #expect(settled.body.contains(#""state":"captured""#), "\(settled.body)")
                #expect(try await till.state(of: hers) == "voided")
            }
        }
    }

    @Test("On the page: is told so, begins anew, and pays with a card of theirs")
    func page() async throws {
        try await SweptSites.serve(.schema, .pooled) { sites in
            for partner in [sites.attacker, sites.victim] {
                let till = try await Counter.open(sites, partner)
                let (path, _, hers) = try await till.leftOpen()
                let booking = path.split(separator: "/")[2]
                let row = try await till.scope.run(
                    "select reference from bookings where booking_id = \(String(booking))::uuid"
                ).only()
                let form = try await till.wire.get("/en/manage", [("accept", "text/html")])
                let (visit, csrf) = (try #require(form.cookie("visit")), try #require(form.hidden("csrf_token")))
                let found = try await till.wire.form(
                    "/en/manage", [("accept", "text/html"), ("cookie", visit)],
                    [("csrf_token", csrf), ("reference", try row.get("reference")), ("email", till.email)])
                let cookies = "\(visit); \(try #require(found.cookie("bookings"), "\(found.status)"))"
                let headers = [("accept", "text/html"), ("cookie", cookies)]
                let page = try await till.wire.get("/en/bookings/\(booking)/payment", headers)
                #expect(page.status == 200 && !page.body.contains("_secret_"), "\(page.status)")
                #expect(page.body.contains("/en/bookings/\(booking)/pay\""))
                #expect(try await till.state(of: hers) == "open")

                let key = try #require(page.hidden(RequestContent.idempotencyField))
                let pressed = try await till.wire.form(
                    "/en/bookings/\(booking)/pay", headers,
                    [("csrf_token", csrf), (RequestContent.idempotencyField, key)])
                #expect(pressed.status == 303)
                let own = try await till.wire.get("/en/bookings/\(booking)/payment", headers)
                let secret = try #require(own.body.firstMatch(of: /pi_[A-Za-z0-9]+_secret_[A-Za-z0-9]+/))
                try await till.takesOnlyTheirOwn(String(secret.output))
                let back = try await till.wire.get("/en/bookings/\(booking)/payment/return", headers)
                #expect(back.headers.first(name: "location")?.hasSuffix("/confirmation") == true)
                #expect(try await till.state(of: hers) == "voided")
            }
        }
    }

    @Test("A key that is sent again with another booking's token, or with none that is right, tells nothing")
    func replayed() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for partner in [sites.attacker, sites.victim] {
                let wire = sites.wire(partner.host)
                let (mine, theirs) = (try await SweptTill.held(wire), try await SweptTill.held(wire))
                let path = "/api/bookings/\(mine.id)/payments"
                let key = ("idempotency-key", UUID().text)
                let begun = try await wire.json(path, [key, ("x-booking-access", mine.token)], "{}")
                #expect(begun.status == 201)
                let again = try await wire.json(path, [key, ("x-booking-access", mine.token)], "{}")
                #expect(again.status == 201 && again.headers.first(name: "idempotent-replayed") == "true")
                #expect(try again.expect("client_secret") == begun.expect("client_secret"))
                let stolen = try await wire.json(path, [key, ("x-booking-access", theirs.token)], "{}")
                #expect(stolen.status == 404 && !stolen.body.contains("client_secret"), "\(stolen.body)")
            }
        }
    }
}

/// Where one account of a site has saved a card.
private struct Counter: Sendable {
    let wire: Wire
    let scope: TenantScope
    let stripe: TestStripe
    let account: OpenedAccount
    let bearer: (String, String)
    let card: String
    /// At the processor: `pm_…`
    let method: String
    let email: String

    static func open(_ sites: SweptSites, _ partner: SweptPartner) async throws -> Counter {
        let (wire, scope) = (sites.wire(partner.host), sites.fleet.tenants.scope(partner.entry))
        let account = try await sites.stripe.account(partner.word)
        let entered = try await wire.json(
            "/api/auth/login", [],
            #"{"email":"\#(SweptPeople(word: partner.word).email)","password":"\#(SweptPeople.password)"}"#)
        let bearer = ("authorization", "Bearer \(try entered.expect("access_token"))")
        let held = try await SweptTill.held(wire)
        let path = "/api/bookings/\(held.id)/payments"
        let shown = [bearer, ("x-booking-access", held.token)]
        let begun = try await wire.json(
            path, shown + [("idempotency-key", UUID().text)], #"{"save_payment_method":true}"#)
        let intent = try begun.expect("client_secret").components(separatedBy: "_secret_")[0]
        _ = try await Wire(port: sites.stripe.port, host: "localhost:\(sites.stripe.port)").send(
            "POST", "/v1/payment_intents/\(intent)/confirm",
            [
                ("authorization", "Bearer \(account.secretKey)"),
                ("content-type", "application/x-www-form-urlencoded"),
            ], body: "payment_method=pm_card_visa")
        _ = try await wire.json("\(path)/settle", shown, "{}")
        let saved = try await scope.run(
            "select card_id, processor_name from saved_cards order by created_at desc limit 1"
        ).only()
        return Counter(
            wire: wire, scope: scope, stripe: sites.stripe, account: account, bearer: bearer,
            card: try saved.get("card_id", as: UUID.self).text, method: try saved.get("processor_name"),
            email: "counter@\(partner.word).example.com")
    }

    func pay(_ path: String, _ headers: [(String, String)], _ body: String) async throws -> Wire.Reply {
        try await wire.json(path, headers + [("idempotency-key", UUID().text)], body)
    }

    /// She chose her card, and the processor was gone before it was tried.
    func leftOpen() async throws -> (path: String, token: String, payment: String) {
        let held = try await wire.json(
            "/api/bookings", [("idempotency-key", UUID().text)],
            Holdings.body("\"offer_id\":\"\(try await SweptTill.offer(wire))\"", traveller: "Ada", email: email))
        let token = try #require(held.headers.first(name: "x-booking-access"))
        let path = "/api/bookings/\(try held.expect("id"))/payments"
        try await stripe.control(
            "POST", "faults",
            #"{"path":"/v1/payment_intents/*/confirm","effect":"drop","when":"before","account":"\#(account.id)"}"#)
        let left = try await pay(
            path, [bearer, ("x-booking-access", token)], #"{"payment_method_id":"\#(card)"}"#)
        #expect(left.status == 503, "\(left.body)")
        let row = try await scope.run(
            "select payment_id from payments where state = 'open' and customer_id is not null"
        ).only()
        return (path, token, try row.get("payment_id", as: UUID.self).text)
    }

    func state(of payment: String) async throws -> String {
        try await scope.run("select state from payments where payment_id = \(payment)::uuid").only().get("state")
    }

    /// As the script in their browser, which has the secret and the publishable key.
    func takesOnlyTheirOwn(_ secret: String) async throws {
        let intent = secret.components(separatedBy: "_secret_")[0]
        for (name, status) in [(method, 400), ("pm_card_mastercard", 200)] {
            let reply = try await Wire(port: stripe.port, host: "localhost:\(stripe.port)").send(
                "POST", "/v1/payment_intents/\(intent)/confirm",
                [
                    ("authorization", "Bearer \(account.publishableKey)"),
                    ("content-type", "application/x-www-form-urlencoded"),
                ], body: "client_secret=\(secret)&payment_method=\(name)")
            #expect(reply.status == status, "\(name): \(reply.body)")
        }
    }
}
