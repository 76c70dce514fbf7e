import Tenancy
import Foundation
import Identity
import NIOHTTP1
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

/// An operator's browser at the platform's pages: its cookie, its forms.
struct DeskSeat: Sendable {
    static let host = "platform.test"
    static let password = "a long enough pass phrase"

    let hub: RunningHub
    let name: String
    let cookie: String

    /// Makes the operator and signs in by the form.
    static func take(_ name: String, at hub: RunningHub) async throws -> DeskSeat {
        let email = try #require(EmailAddress("\(name)@platform.example"))
        let made = try await hub.hub.identity.operators.make(
            name, email: email, password: password, actor: "operator:cli")
        let code = made.factor.code(at: hub.hub.base.clock.now())
        let reply = try await signIn(email.description, password, code, at: hub)
        #expect(reply.status == 303 && reply.headers.first(name: "location") == "/desk/tenants")
        let cookie = try #require(reply.headers.first(name: "set-cookie"))
        #expect(cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("SameSite=Strict"))
        return DeskSeat(hub: hub, name: name, cookie: String(cookie.prefix { $0 != ";" }))
    }

    static func signIn(
        _ email: String, _ password: String, _ code: String, at hub: RunningHub,
        _ headers: [(String, String)] = []
    ) async throws -> Wire.Reply {
        try await hub.wire(host).form(
            "/sign-in", headers,
            [("email", email), ("password", password), ("code", code), ("next", "/desk/tenants")])
    }

    func get(_ path: String, language: String = "en") async throws -> Wire.Reply {
        try await hub.wire(Self.host).send(
            "GET", path, [("cookie", cookie), ("accept-language", language)], body: nil)
    }

    /// Sends what the form at `path` would, with its token unless `token` says another.
    func post(_ path: String, _ fields: [(String, String)] = [], token: String? = nil) async throws -> Wire.Reply {
        let shown = try await get("/desk").body
        let own = try #require(shown.firstMatch(of: /name="csrf_token" value="([^"]+)"/)).1
        return try await hub.wire(Self.host).form(
            path, [("cookie", cookie)], fields + [("csrf_token", token ?? String(own))])
    }
}
