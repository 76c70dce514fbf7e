import Foundation
import Identity
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Vocabulary
import Web

@testable import TravelHub

/// Somebody's browser at pages: its cookies, and the token that its forms carry.
struct AuditedBrowser: Sendable {
    let host: String
    let account: UUID
    let cookies: String
    let token: String

    /// What the form at `target` would send.
    func form(_ target: String, _ fields: [(String, String)] = []) -> AuditedVerb.Request {
        AuditedVerb.Request(
            target: target, headers: [("accept", "text/html"), ("cookie", cookies)], host: host,
            form: [("csrf_token", token)] + fields)
    }
}

extension AuditedSeat {
    static let operatorDoor = "/sign-in"

    /// Nobody yet: a visitor with a form before them.
    func visitor(at door: String = "/en/sign-in") async throws -> AuditedBrowser {
        let shown = try await wire.get(door, [("accept", "text/html")])
        guard let visit = shown.cookie("visit"), let token = shown.hidden("csrf_token") else {
            throw Wire.Reply.Missing(description: "no form at \(door): \(shown.status)")
        }
        return AuditedBrowser(host: partner.host, account: UUID(), cookies: visit, token: token)
    }

    func browser(_ email: String, _ account: UUID, at door: String) async throws -> AuditedBrowser {
        let visitor = try await visitor(at: door)
        let entered = try await send(
            visitor.form(door, [("email", email), ("password", Self.password)]), "POST")
        guard let cookie = entered.cookie("account") else {
            throw Wire.Reply.Missing(description: "not signed in at \(door): \(entered.status)")
        }
        return AuditedBrowser(
            host: partner.host, account: account, cookies: "\(visitor.cookies); \(cookie)", token: visitor.token)
    }

    /// Somebody new, signed in by the site's form, or by the console's as one of its staff.
    func member(_ role: String = "traveller") async throws -> AuditedBrowser {
        let (id, email) = (fleet.identifiers.next(), "b-\(UUID().text)@example.com")
        try await insertAccount(id, email, role)
        return try await browser(email, id, at: role == "traveller" ? "/en/sign-in" : "/admin/sign-in")
    }

    /// Somebody signed in who has a booking on hold.
    func booker() async throws -> (member: AuditedBrowser, booking: String) {
        let (id, email) = (fleet.identifiers.next(), "h-\(UUID().text)@example.com")
        try await insertAccount(id, email)
        let entered = try await wire.json(
            "/api/auth/login", [], "{\"email\":\"\(email)\",\"password\":\"\(Self.password)\"}")
        let bearer = [("authorization", "Bearer \(try entered.expect("access_token"))")]
        let (target, body) = try await hold()
        let held = try await wire.json(target, bearer + [("idempotency-key", UUID().text)], body)
        return (try await browser(email, id, at: "/en/sign-in"), try held.expect("id"))
    }

    /// An operator who is signed in by the platform's form.
    func operating() async throws -> AuditedBrowser {
        let made = try await anOperator()
        let platform = sites.wire(SweptSites.platformHost)
        let entered = try await platform.form(
            Self.operatorDoor, [],
            [("email", made.email), ("password", Self.password), ("code", made.code), ("next", "/desk")])
        guard let cookie = entered.headers["set-cookie"].first.map({ String($0.prefix { $0 != ";" }) }) else {
            throw Wire.Reply.Missing(description: "no operator: \(entered.status)")
        }
        let home = try await platform.get("/desk/operators", [("accept", "text/html"), ("cookie", cookie)])
        guard let token = home.hidden("csrf_token") else {
            throw Wire.Reply.Missing(description: "no desk: \(home.status)")
        }
        return AuditedBrowser(host: SweptSites.platformHost, account: UUID(), cookies: cookie, token: token)
    }

    /// A host that the partner claims. Those of before are put out of the way: a site has a few only.
    func claimedHost() async throws -> String {
        for statement: SQL in [
            "delete from platform.tenant_hosts where tenant_id = \(partner.entry.id) and declared_position is null",
            "delete from platform.domain_claims where tenant_id = \(partner.entry.id)",
            "update platform.tenant_hosts set is_primary = true where tenant_id = \(partner.entry.id) and declared_position = 0",
        ] { _ = try await fleet.admin.single(statement) }
        return try await owned("/api/admin/domains", "{\"host\":\"w\(UUID().text.prefix(8)).example.net\"}")
    }

    /// One that it has proved to be its own.
    func ownedHost() async throws -> String {
        let id = try await claimedHost()
        _ = try await fleet.admin.single(
            """
            with proved as (
              update platform.domain_claims set ownership = 'verified', method = 'dns', verified_at = clock_timestamp()
               where claim_id = \(UUID(uuidString: id)) returning tenant_id, host)
            insert into platform.tenant_hosts (tenant_id, host, is_primary, declared_position)
            select tenant_id, host, false, null from proved
            """)
        return id
    }

    /// One where its pages are, of which the serving process has not heard: it would lead other requests there.
    func primaryHost() async throws -> String {
        let id = try await ownedHost()
        for statement: SQL in [
            "update platform.tenant_hosts set is_primary = false where tenant_id = \(partner.entry.id)",
            """
            update platform.tenant_hosts h set is_primary = true from platform.domain_claims c
             where c.claim_id = \(UUID(uuidString: id)) and h.tenant_id = c.tenant_id and h.host = c.host
            """,
        ] { _ = try await fleet.admin.single(statement) }
        return id
    }

    /// A claim that nobody proved for longer than one may stay so.
    func staleHost() async throws -> String {
        let id = try await claimedHost()
        _ = try await fleet.admin.single(
            """
            update platform.domain_claims set created_at = created_at - interval '40 days'
             where claim_id = \(UUID(uuidString: id))
            """)
        return id
    }

    /// The partner's folder as the API takes it, under another name.
    static func folder(_ slug: String, _ files: [String]? = nil) throws -> String {
        let root = TestFleet.root.appendingPathComponent("tenants/halfway")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { path in
            // A folder has no contents.
            (files?.contains(path) ?? true)
                && FileManager.default.contents(atPath: root.appendingPathComponent(path).path) != nil
        }
        let contents = try paths.map { path -> [String: Any] in
            var text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            if path == "tenant.yml" { text = text.replacingOccurrences(of: "halfway", with: slug) }
            return ["path": path, "content": text]
        }
        let document: [String: Any] = ["slug": slug, "files": contents]
        return String(decoding: try JSONSerialization.data(withJSONObject: document), as: UTF8.self)
    }
}
