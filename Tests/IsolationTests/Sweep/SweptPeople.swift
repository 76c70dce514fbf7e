import Crypto
import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Vocabulary
import Web

@testable import TravelHub

/// The owner of a swept site: an account that signs in like any other, and what such a person can hold.
struct SweptPeople: Sendable {
    static let password = "a password of the sweep"
    /// Each route is asked many times over, and what it tells is compared: to be told to wait would tell nothing.
    static let terms = IdentityHouse.Terms(
        passwordCost: .init(logRounds: 4, blockSize: 1, parallelism: 1), slowsGuessing: false)
    private static let hash = Task {
        try await PasswordHasher(secrets: .system, cost: terms.passwordCost).hash(password).description
    }

    let word: String

    var email: String { "owner@\(word).example.com" }

    /// Written past the letters that a person would follow; no route can.
    static func settle(_ word: String, _ entry: TenantEntry, in fleet: TestFleet) async throws {
        let people = SweptPeople(word: word)
        let key = try await fleet.dataKeys.key(of: entry.id)
        guard let address = EmailAddress(people.email) else { throw Wire.Reply.Missing(description: people.email) }
        let account = fleet.identifiers.next()
        _ = try await fleet.tenants.scope(entry).run(
            [
                """
                insert into accounts
                  (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, password_hash, role, locale)
                values (\(entry.id), \(account), \(try key.seal(address.description, field: "accounts.email")),
                        \(key.blindIndex(address.normal)), \(try key.seal(word.capitalized, field: "accounts.name")),
                        \(key.number), \(try await hash.value), 'owner', 'en')
                """,
                """
                insert into mail_proofs
                  (tenant_id, token_hash, purpose, account_id, content_sealed, data_key_number, expires_at)
                values (\(entry.id), \(Array(SHA256.hash(data: Data(people.letterToken.utf8)))), 'reset', \(account),
                        \(try key.seal("[]", field: "mail_proofs.content")), \(key.number),
                        clock_timestamp() + interval '1 hour')
                """,
                """
                insert into mail_suppressions (tenant_id, address_index, reason, diagnostic)
                values (\(entry.id), \(key.blindIndex("gone@\(word).example.com")), 'hard_bounce', \(word))
                """,
                """
                select posted_id from ledger_post(
                  \(fleet.identifiers.next()), 'booking.sold', \(word), 'single', null, null, null, null, null, null, null, null,
                  null, null, array['traveller_receivable', 'tenant_revenue'], array['EUR', 'EUR'], array['booking', null],
                  array[\(fleet.identifiers.next()), null]::uuid[], array[12345, -12345]::bigint[])
                """,
            ] + card(people.card, of: account, tenant: entry.id))
    }

    /// Known before it is written, because it is told only where its account at the processor is connected.
    var card: UUID {
        let digest = Array(SHA256.hash(data: Data("card of \(word)".utf8)))
        return digest.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// A card that the account saved.
    static func card(_ id: UUID, of account: UUID, tenant: TenantID) -> [SQL] {
        let customer = UUID()
        return [
            """
            insert into processor_customers (tenant_id, customer_id, account_id, account_name, processor_name)
            values (\(tenant), \(customer), \(account), 'acct_swept', \("cus_\(customer.text)"))
            """,
            """
            insert into saved_cards
              (tenant_id, card_id, customer_id, processor_name, kind, digits, expiry_month, expiry_year)
            values (\(tenant), \(id), \(customer), \("pm_\(customer.text)"), 'visa', '4242', 12, 2090)
            """,
        ]
    }

    /// Known before it is written, because letters are sealed and sent to nobody here.
    var letterToken: String { "thm_" + (word + String(repeating: "L", count: 43)).prefix(43) }

    /// As the owner gets them: signs in, invites, makes a key.
    func gather(_ wire: Wire, into held: inout Holdings) async throws {
        let logIn = "{\"email\":\"\(email)\",\"password\":\"\(Self.password)\"}"
        let first = try await wire.json("/api/auth/login", [], logIn)
        held[.bearer] = "Bearer \(try first.expect("access_token"))"
        held[.refresh] = try first.expect("refresh_token")
        held[.session] = try first.expect("session_id")
        held[.spareBearer] = "Bearer \(try await wire.json("/api/auth/login", [], logIn).expect("access_token"))"
        let mine = [("authorization", held[.bearer])]
        held[.account] = try await wire.get("/api/me", mine).expect("id")
        held[.ownersEmail] = email
        held[.suppression] = try await wire.get("/api/admin/mail/suppressions", mine).expect("id")
        held[.ledgerAccount] = try await wire.get("/api/admin/ledger/accounts?code=traveller_receivable", mine)
            .expect("id")
        held[.letterToken] = letterToken
        held[.card] = card.text
        held[.invitation] = try await wire.json(
            "/api/admin/invitations", mine, "{\"email\":\"new@\(word).example.com\",\"role\":\"agent\"}"
        ).expect("id")
        // Of a program that may do all that a program may, so that nothing but whose it is keeps it out elsewhere.
        let rights = StaffRight.all.map { "\"\($0)\"" }.joined(separator: ",")
        let key = try await wire.json(
            "/api/admin/api-keys", mine, "{\"name\":\"\(word)\",\"rights\":[\(rights)]}")
        held[.key] = try key.expect("id")
        held[.keySecret] = "Bearer \(try key.expect("secret"))"
        held[.accountCookie] = try await browserCookie(wire, held)
        held[.spareAccountCookie] = try await browserCookie(wire, held)
        let operators = [("authorization", "Bearer \(SweptSites.operatorToken)")]
        held[.ticket] =
            try await Wire(port: wire.port, host: SweptSites.platformHost).json(
                "/api/platform/tenants/\(word)/impersonations", operators,
                "{\"email\":\"\(email)\",\"reason\":\"looked at by the sweep\"}"
            ).expect("path").split(separator: "=").last.map(String.init) ?? ""
    }

    /// Signs in on the page, as a browser does.
    private func browserCookie(_ wire: Wire, _ held: Holdings) async throws -> String {
        let entered = try await wire.form(
            "/en/sign-in", [("accept", "text/html"), ("cookie", held[.visitCookie])],
            [("csrf_token", held[.csrfToken]), ("email", email), ("password", Self.password)])
        return entered.cookie("account") ?? ""
    }
}
