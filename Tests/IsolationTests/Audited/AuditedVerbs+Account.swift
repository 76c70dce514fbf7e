import Foundation
import Web
import TestSupport
import Postgres
import Identity
import Tenancy
import Vocabulary

@testable import TravelHub

/// What somebody does with an account of their own, by the door and behind it.
extension AuditedVerb {
    static let account: [AuditedVerb] = [
        AuditedVerb("POST /api/auth/email/verify", "account.create", doer: .anew("account:")) { seat in
            let token = try await seat.letter("register", nil, try await seat.pendingAccount())
            return Request(target: "/api/auth/email/verify", body: "{\"token\":\"\(token)\"}")
        },
        AuditedVerb("POST /api/auth/login", "account.log_in", doer: .anew("account:"), tells: false) { seat in
            let email = "l-\(UUID().text)@example.com"
            try await seat.insertAccount(UUID(), email)
            return Request(
                target: "/api/auth/login", body: "{\"email\":\"\(email)\",\"password\":\"\(AuditedSeat.password)\"}")
        },
        AuditedVerb("POST /api/auth/logout", "session.revoke", doer: .member, tells: false) { seat in
            Request(target: "/api/auth/logout", headers: try await seat.person().bearer)
        },
        AuditedVerb("POST /api/auth/password/reset", "account.password_reset", doer: .anew("account:"), tells: false) {
            seat in
            let id = UUID()
            try await seat.insertAccount(id, "r-\(id.text)@example.com")
            let token = try await seat.letter("reset", id, "[]")
            return Request(
                target: "/api/auth/password/reset",
                body: "{\"token\":\"\(token)\",\"password\":\"another one of the audit\"}")
        },
        AuditedVerb("POST /api/auth/email/confirm", "account.email_changed", doer: .anew("account:")) { seat in
            let id = UUID()
            try await seat.insertAccount(id, "e-\(id.text)@example.com")
            let token = try await seat.letter("email", id, "[\"f-\(id.text)@example.com\"]")
            return Request(target: "/api/auth/email/confirm", body: "{\"token\":\"\(token)\"}")
        },
        AuditedVerb("POST /api/auth/invitations/accept", "account.create", doer: .anew("account:")) { seat in
            let token = try await seat.invitation("i-\(UUID().text)@example.com")
            return Request(
                target: "/api/auth/invitations/accept",
                body: "{\"token\":\"\(token)\",\"name\":\"Ada\",\"password\":\"a long one of the audit\"}")
        },
        AuditedVerb("PATCH /api/me", "account.profile", doer: .member) { seat in
            Request(
                target: "/api/me", headers: try await seat.person().bearer, body: #"{"name":"Eve","locale":"en"}"#)
        },
        proved("POST /api/me/password", "account.password_changed", tells: false) {
            (_, body) in String(body.dropLast()) + ",\"new_password\":\"another one of the audit\"}"
        },
        proved("POST /api/me/email", "account.email_asked") { (_, body) in
            String(body.dropLast()) + ",\"email\":\"m-\(UUID().text)@example.com\"}"
        },
        AuditedVerb(
            "POST /api/me/deletion", "account.delete", "audit.erase", doer: .member, hidesPlace: true
        ) { seat in
            Request(
                target: "/api/me/deletion", headers: try await seat.person().bearer,
                body: "{\"password\":\"\(AuditedSeat.password)\"}")
        },
        AuditedVerb("DELETE /api/me/sessions/{id}", "session.revoke", doer: .member, tells: false) { seat in
            let person = try await seat.person()
            return Request(target: "/api/me/sessions/\(person.session)", headers: person.bearer)
        },
        AuditedVerb("POST /api/me/sessions/end-others", "session.revoke_all", doer: .member) { seat in
            Request(target: "/api/me/sessions/end-others", headers: try await seat.person().bearer)
        },
        AuditedVerb(
            "DELETE /api/account/payment-methods/{id}", "payment_method.remove", doer: .member, tells: false
        ) { seat in
            let person = try await seat.person()
            let card = UUID()
            _ = try await seat.scope.run(SweptPeople.card(card, of: person.account, tenant: seat.scope.tenant))
            return Request(target: "/api/account/payment-methods/\(card.text)", headers: person.bearer)
        },
        AuditedVerb("POST /api/me/factor", "account.factor_begun", doer: .member, tells: false) { seat in
            Request(target: "/api/me/factor", headers: try await seat.person().bearer)
        },
        AuditedVerb("POST /api/me/factor/confirm", "account.factor_on", doer: .member) { seat in
            let person = try await seat.person()
            let begun = try await seat.beginFactor(person.account)
            let code = begun.code(at: seat.sites.hub.base.clock.now())
            return Request(target: "/api/me/factor/confirm", headers: person.bearer, body: "{\"code\":\"\(code)\"}")
        },
        AuditedVerb("POST /api/me/factor/recovery-codes", "account.recovery_codes", doer: .member) { seat in
            let person = try await seat.person()
            let begun = try await seat.beginFactor(person.account)
            _ = try await seat.scope.run("update second_factors set confirmed_at = clock_timestamp()")
            let code = begun.code(at: seat.sites.hub.base.clock.now())
            return Request(
                target: "/api/me/factor/recovery-codes", headers: person.bearer,
                body: "{\"password\":\"\(AuditedSeat.password)\",\"code\":\"\(code)\"}")
        },
        AuditedVerb("POST /api/me/factor/off", "account.factor_off", doer: .member) { seat in
            let person = try await seat.person()
            _ = try await seat.beginFactor(person.account)
            _ = try await seat.scope.run("update second_factors set confirmed_at = clock_timestamp()")
            return Request(
                target: "/api/me/factor/off", headers: person.bearer,
                body: "{\"password\":\"\(AuditedSeat.password)\"}")
        },
        AuditedVerb("DELETE /api/me/identities/{id}", "account.identity_unlinked", doer: .member) { seat in
            let person = try await seat.person()
            let link = try await seat.link(person.account)
            return Request(target: "/api/me/identities/\(link)", headers: person.bearer)
        },
    ]

    private static func proved(
        _ route: String, _ action: String, tells: Bool = true,
        body: @escaping @Sendable (AuditedSeat, String) -> String
    ) -> AuditedVerb {
        AuditedVerb(route, action, doer: .member, tells: tells) { seat in
            Request(
                target: String(route.drop { $0 != "/" }), headers: try await seat.person().bearer,
                body: body(seat, "{\"password\":\"\(AuditedSeat.password)\"}"))
        }
    }
}

extension AuditedSeat {
    func beginFactor(_ id: UUID) async throws -> TimeCode {
        let identity = sites.hub.identity
        let account = try await identity.read.one(id, in: scope)
        return try await identity.factor.begin(account, issuer: "x", Actor("test", requestID: nil), in: scope).code
    }

    /// The account's at a provider.
    func link(_ account: UUID) async throws -> String {
        let link = UUID()
        let provider = try await provider()
        _ = try await scope.run(
            """
            insert into identity_links
              (tenant_id, link_id, account_id, provider_id, issuer, subject_index, label_sealed, data_key_number)
            select tenant_id, \(link), \(account), provider_id, issuer, sha256(\(link.text)::bytea), '\\x00', 1
              from identity_providers where provider_id = \(UUID(uuidString: provider))
            """)
        return link.text
    }

    /// A provider that the site believes.
    func provider() async throws -> String { try await owned("/api/admin/identity-providers", Self.providerBody()) }

    static func providerBody(_ slug: String = "p\(UUID().text.prefix(8))") -> String {
        """
        {"slug":"\(slug)","name":"P","issuer":"https://idp.example.com","client_id":"c","client_secret":"hush-hush"}
        """
    }
}
