import Foundation
import Identity
import NIOHTTP1
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// What an owner and a traveller of one site do with secrets in their hands, well and badly.
struct PlantedWalk {
    let partner: TestPartner
    let fleet: TestFleet
    let stripe: TestStripe
    let wire: Wire
    private(set) var planted: [(name: String, secret: String)] = []
    /// Of what is said to anybody but who is handed the secret.
    private(set) var answers: [String] = []

    private let password = "planted-password-\(UUID().text)"
    private let hidden = UUID().text
    private static let card = "4000000000000002"

    init(partner: TestPartner, fleet: TestFleet, stripe: TestStripe, wire: Wire) {
        self.partner = partner
        self.fleet = fleet
        self.stripe = stripe
        self.wire = wire
    }

    /// No secret, and said the same ways.
    static func control(_ partner: TestPartner) -> String { "control-\(partner.word)-0123456789" }
    private var seen: (String, String) { ("x-request-id", Self.control(partner)) }

    mutating func run() async throws {
        plant("password", password)
        let (bearer, cookie) = try await signIn()
        try await keys(bearer)
        try await connect(bearer)
        try await pay()
        try await mistakes(bearer, cookie)
        try await files(bearer)
    }

    private mutating func plant(_ name: String, _ secret: String) { planted.append((name, secret)) }

    private mutating func note(_ reply: Wire.Reply) { answers.append("\(reply.headers)\n\(reply.body)\n") }

    private mutating func signIn() async throws -> (bearer: [(String, String)], cookie: String) {
        let key = try await fleet.dataKeys.key(of: partner.entry.id)
        let email = "owner@\(partner.word).example.com"
        let hash = try await PasswordHasher(
            secrets: .system, cost: .init(logRounds: 4, blockSize: 1, parallelism: 1)
        ).hash(password).description
        _ = try await fleet.tenants.scope(partner.entry).run(
            """
            insert into accounts
              (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, password_hash, role, locale)
            values (\(partner.entry.id), \(fleet.identifiers.next()), \(try key.seal(email, field: "accounts.email")),
                    \(key.blindIndex(email)), \(try key.seal("Ada", field: "accounts.name")), \(key.number), \(hash),
                    'owner', 'en')
            """)
        let entered = try await wire.json(
            "/api/auth/login", [seen], "{\"email\":\"\(email)\",\"password\":\"\(password)\"}")
        plant("access token", try entered.expect("access_token"))
        plant("refresh token", try entered.expect("refresh_token"))
        note(try await wire.json("/api/auth/login", [], "{\"email\":\"\(email)\",\"password\":\"\(password)x\"}"))
        let door = try await wire.get("/en/sign-in", [("accept", "text/html")])
        let visit = try #require(door.cookie("visit"))
        let browser = try await wire.form(
            "/en/sign-in", [("accept", "text/html"), ("cookie", visit)],
            [("csrf_token", try #require(door.hidden("csrf_token"))), ("email", email), ("password", password)])
        let account = try #require(browser.cookie("account"), "\(browser.status)")
        plant("session", String(account.drop { $0 != "=" }.dropFirst().prefix { $0 != ";" }))
        return ([("authorization", "Bearer \(try entered.expect("access_token"))"), seen], "\(visit); \(account)")
    }

    private mutating func keys(_ bearer: [(String, String)]) async throws {
        let made = try await wire.json("/api/admin/api-keys", bearer, #"{"name":"k","rights":["site:read"]}"#)
        let secret = try made.expect("secret")
        plant("API key", secret)
        for path in ["/api/admin/settings", "/api/admin/ledger/accounts", "/api/nothing"] {
            note(try await wire.get(path, [("authorization", "Bearer \(secret)")]))
        }
        plant("provider's secret", "planted-oidc-\(hidden)")
        note(
            try await wire.json(
                "/api/admin/identity-providers", bearer,
                """
                {"slug":"idp","name":"P","issuer":"https://idp.example.com","client_id":"c",
                 "client_secret":"planted-oidc-\(hidden)"}
                """))
        note(try await wire.get("/api/admin/identity-providers", bearer))
        note(try await wire.get("/api/admin/api-keys", bearer))
    }

    /// First with keys that the processor refuses, then with its own.
    private mutating func connect(_ bearer: [(String, String)]) async throws {
        let account = try await stripe.account(partner.word)
        plant("refused key", "sk_test_planted\(hidden.replacing("-", with: ""))")
        plant("processor's key", account.secretKey)
        for key in [planted[planted.count - 2].secret, account.secretKey] {
            let reply = try await wire.send(
                "PUT", "/api/admin/payment-account", bearer + [("content-type", "application/json")],
                body: """
                    {"processor":"sandbox","publishable_key":"\(account.publishableKey)","secret_key":"\(key)"}
                    """)
            #expect((reply.status < 300) == (key == account.secretKey), "\(reply.status) \(reply.body)")
            note(reply)
        }
        let row = try await fleet.tenants.scope(partner.entry).run(
            "select signing_secret_sealed from payment_accounts"
        ).only()
        let dataKey = try await fleet.dataKeys.key(of: partner.entry.id)
        plant(
            "signing secret",
            try dataKey.open(try row.get("signing_secret_sealed"), field: "payment_accounts.signing_secret"))
        note(try await wire.get("/api/admin/payment-account", bearer))
        note(try await wire.json("/api/payments/events", [("stripe-signature", "t=1,v1=\(hidden)")], "{}"))
    }

    /// The card is typed at the processor's own form: declined, then while it does not answer, then taken.
    private mutating func pay() async throws {
        plant("card", Self.card)
        let offer = try await payable()
        let held = try await wire.json(
            "/api/bookings", [("idempotency-key", UUID().text), seen],
            """
            {"offer_id":"\(offer)","travellers":[{"given_name":"Ada","family_name":"Lovelace"}],
             "contact":{"email":"guest@\(partner.word).example.com"}}
            """)
        let token = try #require(held.headers.first(name: "x-booking-access"), "\(held.status) \(held.body)")
        plant("booking's token", token)
        let (path, access) = ("/api/bookings/\(try held.expect("id"))", [("x-booking-access", token), seen])
        let begun = try await wire.json("\(path)/payments", access + [("idempotency-key", UUID().text)], "{}")
        let secret = try begun.expect("client_secret")
        plant("client secret", secret)
        let processor = Wire(port: stripe.port, host: "localhost:\(stripe.port)")
        let form = "/pay/\(secret)?return_url=http%3A%2F%2F\(partner.host)%2Fen"
        for number in [Self.card, "4242424242424242"] {
            let typed = try await processor.form(
                form, [], [("number", number), ("expiry", "12/2039"), ("cvc", "739"), ("name", "Ada")])
            #expect(typed.status < 500, "\(typed.body)")
            if number == Self.card {
                try await stripe.control("POST", "faults", #"{"effect":"drop","when":"after","method":"GET"}"#)
            }
            // Each with a cookie of its own: the same within seconds is taken for a double click.
            note(try await wire.json("\(path)/payments/settle", access + [("cookie", "try=\(number)")], "{}"))
        }
        let settled = try await wire.json("\(path)/payments/settle", access + [("cookie", "try=last")], "{}")
        #expect(settled.body.contains(#""state":"captured""#), "\(settled.status) \(settled.body)")
        note(settled)
        note(try await wire.get(path, access))
        note(try await wire.get("\(path)/payments", access))
        note(try await wire.get(path, [("x-booking-access", token + "x")]))
    }

    private func payable() async throws -> String {
        let hotel = try await wire.get(Market.search).expect("id")
        let page = try await wire.get(
            "/api/hotels/\(hotel)?check_in=\(Market.day(0))&check_out=\(Market.day(2))&guests=2")
        for part in page.body.components(separatedBy: #""offer_id":""#).dropFirst() {
            guard let range = part.range(of: #""payable":""#), part[range.upperBound...].hasPrefix("now"),
                let offer = part.split(separator: "\"").first
            else { continue }
            return String(offer)
        }
        throw Wire.Reply.Missing(description: "no offer that is paid in advance")
    }

    /// Secrets where they do not belong: in addresses, in fields that nobody knows, in what cannot be read.
    private mutating func mistakes(_ bearer: [(String, String)], _ cookie: String) async throws {
        plant("security code", #""cvc":"7391""#)
        let card = "{\"card\":{\"number\":\"\(Self.card)\",\"cvc\":\"7391\"},\"password\":\"\(password)\"}"
        for path in ["/api/bookings", "/api/auth/login", "/api/quotes", "/api/admin/api-keys"] {
            note(try await wire.json(path, bearer + [("idempotency-key", UUID().text)], card))
            note(try await wire.json(path, bearer + [("idempotency-key", UUID().text)], "{\(card)"))
        }
        for name in ["password", "access_token", "api_key", "client_secret"] {
            note(try await wire.get("/api/hotels/search?\(name)=\(password)", [seen]))
            note(try await wire.get("/api/nothing?\(name)=\(password)", [seen]))
        }
        let reply = try await wire.form(
            "/en/sign-in", [("accept", "text/html"), ("cookie", cookie)],
            [("csrf_token", "wrong"), ("email", "nobody"), ("password", password)])
        note(reply)
    }

    /// Everything that an owner may take away.
    private mutating func files(_ bearer: [(String, String)]) async throws {
        for path in [
            "/api/admin/payments/export", "/api/admin/bookings/export", "/api/admin/audit/export", "/api/admin/audit",
            "/api/admin/settings", "/api/me/export", "/api/me/sessions", "/api/admin/reports/revenue",
            "/api/admin/payments", "/api/admin/mail/messages",
        ] {
            let reply = try await wire.get(path, bearer)
            #expect(reply.status == 200 || path.hasSuffix("messages"), "\(path): \(reply.status) \(reply.body)")
            note(reply)
        }
    }
}
