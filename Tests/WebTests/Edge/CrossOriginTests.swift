import Foundation
import Testing

@testable import Tenancy
@testable import Web

@Suite("Other sites' scripts")
struct CrossOriginTests {
    private static let trusted = SampleSites.trustedOrigin

    @Test("get an answer to their question first, if the site names them, and nothing if it does not")
    func preflight() async throws {
        try await TestServer.with { server in
            func ask(_ host: String, _ origin: String, _ path: String = "/api/bookings") async throws -> RawResponse {
                try await server.client.send([
                    "OPTIONS \(path) HTTP/1.1", "Host: \(host)", "Connection: close", "Origin: \(origin)",
                    "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type",
                ])
            }
            let good = try await ask("one.localhost", Self.trusted)
            #expect(good.status == 204)
            #expect(good.field("access-control-allow-origin") == Self.trusted)
            #expect(good.field("access-control-allow-credentials") == "true")
            #expect(good.field("access-control-allow-methods") == "POST")
            #expect(good.field("access-control-allow-headers")?.contains("Idempotency-Key") == true)
            #expect(good.field("access-control-max-age") == "600")
            #expect(good.field("vary")?.contains("Origin") == true)
            let strangers = [
                "https://app.one.example.evil.test", "http://app.one.example", "https://app.one.example:444",
                "https://APP.one.example", "null", "https://one.localhost",
            ]
            for origin in strangers {
                let bad = try await ask("one.localhost", origin)
                #expect(bad.fields.allSatisfy { !$0.name.hasPrefix("access-control-") }, "\(origin)")
                #expect(bad.field("vary")?.contains("Origin") == true)
            }
            // What one site allows another does not.
            let other = try await ask("two.localhost", Self.trusted)
            #expect(other.fields.allSatisfy { !$0.name.hasPrefix("access-control-") })
            let admin = try await ask("one.localhost", Self.trusted, "/api/admin/keys")
            #expect(admin.fields.allSatisfy { !$0.name.hasPrefix("access-control-") })
        }
    }

    @Test("read answers and problems where they are trusted, and their writes pass the origin check there only")
    func requests() async throws {
        try await TestServer.with { server in
            let origin = "Origin: \(Self.trusted)"
            for path in ["/api/site", "/api/nowhere"] {
                let own = try await server.client.get(path, host: "one.localhost", [origin])
                #expect(own.field("access-control-allow-origin") == Self.trusted)
                #expect(own.field("access-control-expose-headers")?.contains("X-Request-Id") == true)
                #expect(own.field("vary")?.contains("Origin") == true)
                let other = try await server.client.get(path, host: "two.localhost", [origin])
                #expect(other.field("access-control-allow-origin") == nil)
            }
            // A cache must know even when nobody's script asked.
            #expect(
                try await server.client.get("/api/site", host: "one.localhost").field("vary")?.contains("Origin")
                    == true)
            let page = try await server.client.get("/en", host: "one.localhost", [origin])
            #expect(page.field("access-control-allow-origin") == nil)
            let write = try await server.client.post("/api/bookings", host: "one.localhost", [origin], body: "{}")
            #expect(write.status == 422)
            let refused = try await server.client.post("/api/bookings", host: "two.localhost", [origin], body: "{}")
            #expect(refused.status == 403)
            let form = try await server.client.post(
                "/en/contact", host: "one.localhost", type: "application/x-www-form-urlencoded", [origin], body: "a=b")
            #expect(form.status == 403)
        }
    }

    @Test("are named as browsers name them, and no other way")
    func origins() {
        for good in ["https://app.example", "https://app.example:8443", "http://localhost:3000", "http://a.localhost"] {
            #expect(WebOrigin(good)?.description == good)
        }
        let bad = [
            "*", "null", "", "app.example", "https://", "https://*.example", "http://app.example",
            "https://app.example/",
            "https://App.example", "https://app.example:443", "https://app.example:0443", "https://a@app.example",
            "https://app.example:", "https://app.example:99999", "ftp://app.example", "https://app.example?x",
        ]
        for text in bad { #expect(WebOrigin(text) == nil, "\(text)") }
    }
}
