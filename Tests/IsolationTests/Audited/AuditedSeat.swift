import Crypto
import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Vocabulary
import Web

@testable import TravelHub

/// The people of a served site, and what they need before a verb can be tried: each time anew, so that every verb is
/// tried twice.
struct AuditedSeat: Sendable {
    struct Person: Sendable {
        let account: UUID
        let session: String
        let email: String
        let bearer: [(String, String)]
    }

    static let agent = "audited/1"
    static let password = "a password of the audit"
    private static let hash = Task {
        try await PasswordHasher(secrets: .system, cost: SweptPeople.terms.passwordCost).hash(password).description
    }

    let sites: SweptSites
    let partner: SweptPartner
    let key: TenantDataKey
    let owner: Person
    /// The owner's at the console.
    let browser: AuditedBrowser

    var fleet: TestFleet { sites.fleet }
    var scope: TenantScope { fleet.tenants.scope(partner.entry) }
    var wire: Wire { sites.wire(partner.host) }
    var operators: [(String, String)] { [("authorization", "Bearer \(SweptSites.operatorToken)")] }

    static func take(_ sites: SweptSites) async throws -> AuditedSeat {
        let key = try await sites.fleet.dataKeys.key(of: sites.attacker.entry.id)
        let nobody = Person(account: UUID(), session: "", email: "", bearer: [])
        let bare = AuditedSeat(
            sites: sites, partner: sites.attacker, key: key, owner: nobody,
            browser: AuditedBrowser(host: "", account: UUID(), cookies: "", token: ""))
        let owner = try await bare.person(role: "owner")
        return AuditedSeat(
            sites: sites, partner: sites.attacker, key: key, owner: owner,
            browser: try await bare.browser(owner.email, owner.account, at: "/admin/sign-in"))
    }

    /// Somebody who is signed in as a program.
    func person(role: String = "traveller") async throws -> Person {
        let (id, email) = (fleet.identifiers.next(), "p-\(UUID().text)@example.com")
        try await insertAccount(id, email, role)
        let entered = try await wire.json(
            "/api/auth/login", [], "{\"email\":\"\(email)\",\"password\":\"\(Self.password)\"}")
        return Person(
            account: id, session: try entered.expect("session_id"), email: email,
            bearer: [("authorization", "Bearer \(try entered.expect("access_token"))")])
    }

    func insertAccount(_ id: UUID, _ email: String, _ role: String = "traveller") async throws {
        guard let address = EmailAddress(email) else { throw Wire.Reply.Missing(description: email) }
        _ = try await scope.run(
            """
            insert into accounts
              (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, password_hash, role, locale)
            values (\(partner.entry.id), \(id), \(try key.seal(address.description, field: "accounts.email")),
                    \(key.blindIndex(address.normal)), \(try key.seal("Ada", field: "accounts.name")),
                    \(key.number), \(try await Self.hash.value), \(role), 'en')
            """)
    }

    /// The token of a letter that was never sent.
    func letter(_ purpose: String, _ account: UUID?, _ content: String, field: String = "content") async throws
        -> String
    {
        let token = (purpose == "ticket" ? "tht_" : "thm_") + Self.secret()
        _ = try await scope.run(
            """
            insert into mail_proofs
              (tenant_id, token_hash, purpose, account_id, content_sealed, data_key_number, expires_at)
            values (\(partner.entry.id), \(Array(SHA256.hash(data: Data(token.utf8)))), \(purpose), \(account),
                    \(try key.seal(content, field: "mail_proofs.\(field)")), \(key.number),
                    clock_timestamp() + interval '1 hour')
            """)
        return token
    }

    /// What somebody who registers leaves in a letter.
    func pendingAccount() async throws -> String {
        """
        {"email":"n-\(UUID().text)@example.com","name":"New","passwordHash":"\(try await Self.hash.value)","locale":"en"}
        """
    }

    func invitation(_ email: String) async throws -> String {
        let token = "thm_" + Self.secret()
        _ = try await scope.run(
            """
            insert into invitations (tenant_id, invitation_id, email_sealed, email_index, data_key_number, role,
                                     token_hash, invited_by, locale, expires_at)
            values (\(partner.entry.id), gen_random_uuid(), \(try key.seal(email, field: "invitations.email")),
                    \(key.blindIndex(email)), \(key.number), 'agent', \(Array(SHA256.hash(data: Data(token.utf8)))),
                    'test', 'en', clock_timestamp() + interval '1 hour')
            """)
        return token
    }

    private static func secret() -> String {
        String((UUID().uuidString + UUID().uuidString).filter(\.isHexDigit).prefix(43))
    }

    /// Sends it as it is, with a name by which the trail is to know it again.
    func send(_ request: AuditedVerb.Request, _ method: String) async throws -> Wire.Reply {
        let body = method == "DELETE" ? nil : request.form.map(Wire.formBody) ?? request.body
        let media = request.form == nil ? "application/json" : "application/x-www-form-urlencoded"
        let type = body == nil ? [] : [("content-type", media)]
        return try await sites.wire(request.host ?? partner.host).send(
            method, request.target, [("user-agent", Self.agent)] + type + request.headers, body: body)
    }

    func asOperator(_ target: String, _ body: String = "{}") -> AuditedVerb.Request {
        AuditedVerb.Request(target: target, headers: operators, body: body, host: SweptSites.platformHost)
    }

    func asOwner(_ target: String, _ body: String = "{}") -> AuditedVerb.Request {
        AuditedVerb.Request(target: target, headers: owner.bearer, body: body)
    }

    /// A member of an answer to something that the owner asks for, which is not what is being tried.
    func owned(_ target: String, _ body: String, _ member: String = "id") async throws -> String {
        try await wire.json(target, owner.bearer, body).expect(member)
    }
}
