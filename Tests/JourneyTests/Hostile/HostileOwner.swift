import Foundation
import NIOHTTP1
import TestSupport
import Testing

/// The owner of a site, invited by an operator's letter, at the API and in a browser.
struct HostileOwner: Sendable {
    static let password = "a long enough pass phrase"

    let site: HostileSite
    let email: String
    let bearer: [(String, String)]
    let browser: [(String, String)]
    let token: String

    static func settle(at site: HostileSite, named name: String) async throws -> HostileOwner {
        let email = "owner@\(site.partner.word).example.com"
        let asked = try await site.platform.json(
            "/api/platform/tenants/\(site.partner.word)/invitations", operators,
            "{\"email\":\"\(email)\",\"role\":\"owner\"}")
        try #require(asked.status < 300, "\(asked.status) \(asked.body)")
        let letter = try #require(try await site.mails(to: email, 1).first)
        let link = try #require(letter.plain.firstMatch(of: /thm_[A-Za-z0-9_-]+/)?.output)
        let joined = try await site.wire.json(
            "/api/auth/invitations/accept", [],
            try HostileSite.json(["token": String(link), "name": name, "password": password]))
        try #require(joined.status == 200, "\(joined.status) \(joined.body)")
        let tokens = try await logIn(email, at: site)
        let door = try await site.wire.get("/en/sign-in", [("accept", "text/html")])
        let visit = try #require(door.cookie("visit"))
        let token = try #require(door.hidden("csrf_token"))
        let entered = try await site.wire.form(
            "/en/sign-in", [("accept", "text/html"), ("cookie", visit)],
            [("csrf_token", token), ("email", email), ("password", password)])
        let account = try #require(entered.cookie("account"), "\(entered.status)")
        return HostileOwner(
            site: site, email: email, bearer: [("authorization", "Bearer \(try tokens.expect("access_token"))")],
            browser: [("accept", "text/html"), ("cookie", "\(visit); \(account)")], token: token)
    }

    static var operators: [(String, String)] { [("authorization", "Bearer \(RunningHub.operatorToken)")] }

    static func logIn(
        _ email: String, at site: HostileSite, _ headers: [(String, String)] = []
    ) async throws -> Wire.Reply {
        try await site.wire.json("/api/auth/login", headers, "{\"email\":\"\(email)\",\"password\":\"\(password)\"}")
    }

    func api(_ path: String) async throws -> Wire.Reply { try await site.wire.get(path, bearer) }

    func page(_ path: String) async throws -> Wire.Reply { try await site.wire.get(path, browser) }

    func send(_ method: String, _ path: String, _ body: [String: Any]) async throws -> Wire.Reply {
        try await site.wire.send(
            method, path, bearer + [("content-type", "application/json")], body: try HostileSite.json(body))
    }

    func form(_ path: String, _ fields: [(String, String)]) async throws -> Wire.Reply {
        try await site.wire.form(path, browser, [("csrf_token", token)] + fields)
    }
}
