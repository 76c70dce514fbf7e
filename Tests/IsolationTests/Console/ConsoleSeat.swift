import Foundation
import Postgres
import Tenancy
import TestSupport
import Vocabulary
import Web

@testable import TravelHub

/// Somebody's browser at the console of a swept site.
struct ConsoleSeat: Sendable {
    let wire: Wire
    private let cookies: String
    let token: String

    /// Signs in by the form, as a person does.
    static func signIn(_ email: String, on wire: Wire) async throws -> ConsoleSeat {
        let form = try await wire.get("/admin/sign-in", [("accept", "text/html")])
        guard let visit = form.cookie("visit"), let token = form.hidden("csrf_token") else {
            throw Wire.Reply.Missing(description: "no form: \(form.status)")
        }
        let entered = try await wire.form(
            "/admin/sign-in", [("accept", "text/html"), ("cookie", visit)],
            [("csrf_token", token), ("email", email), ("password", SweptPeople.password)])
        guard let account = entered.cookie("account") else {
            throw Wire.Reply.Missing(description: "not signed in: \(entered.status)")
        }
        return ConsoleSeat(wire: wire, cookies: "\(visit); \(account)", token: token)
    }

    /// Sits down as an operator does who acts as somebody: with a ticket from the platform's host, after being asked.
    static func act(as email: String, _ sites: SweptSites, _ partner: SweptPartner) async throws -> ConsoleSeat {
        let wire = sites.wire(partner.host)
        let path = try await sites.wire(SweptSites.platformHost).json(
            "/api/platform/tenants/\(partner.word)/impersonations",
            [("authorization", "Bearer \(SweptSites.operatorToken)")],
            "{\"email\":\"\(email)\",\"reason\":\"a call for help\"}"
        ).expect("path")
        let ask = try await wire.get(path, [("accept", "text/html")])
        guard let visit = ask.cookie("visit"), let token = ask.hidden("csrf_token"),
            let ticket = path.split(separator: "=").last
        else { throw Wire.Reply.Missing(description: "not asked: \(ask.status)") }
        let begun = try await wire.form(
            "/impersonation", [("accept", "text/html"), ("cookie", visit)],
            [("csrf_token", token), ("ticket", String(ticket))])
        guard let account = begun.cookie("account") else {
            throw Wire.Reply.Missing(description: "not begun: \(begun.status)")
        }
        return ConsoleSeat(wire: wire, cookies: "\(visit); \(account)", token: token)
    }

    var headers: [(String, String)] { [("accept", "text/html"), ("cookie", cookies)] }

    func get(_ path: String) async throws -> Wire.Reply { try await wire.get(path, headers) }

    func post(_ path: String, _ fields: [(String, String)] = [], isTrue: Bool = true) async throws -> Wire.Reply {
        try await wire.form(path, headers, (isTrue ? [("csrf_token", token)] : []) + fields)
    }

    func upload(
        _ path: String, _ fields: [(String, String)], files: [(String, [UInt8])] = [], isTrue: Bool = true
    ) async throws -> Wire.Reply {
        try await wire.upload(path, headers, (isTrue ? [("csrf_token", token)] : []) + fields, files: files)
    }

    /// Somebody of the staff beside the owner, with the owner's password.
    static func settle(
        _ role: String, _ email: String, named name: String, _ sites: SweptSites, _ partner: SweptPartner
    )
        async throws
    {
        let key = try await sites.fleet.dataKeys.key(of: partner.entry.id)
        guard let address = EmailAddress(email) else { throw Wire.Reply.Missing(description: email) }
        _ = try await sites.fleet.tenants.scope(partner.entry).run(
            """
            insert into accounts
              (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, password_hash, role, locale)
            select tenant_id, \(sites.fleet.identifiers.next()),
                   \(try key.seal(address.description, field: "accounts.email")), \(key.blindIndex(address.normal)),
                   \(try key.seal(name, field: "accounts.name")), \(key.number), password_hash, \(role), 'ar'
              from accounts where role = 'owner'
            """)
    }
}
