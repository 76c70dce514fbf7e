import HTTPTypes
import Testing

@testable import Web

@Suite("Every answer carries what the contract promises")
struct AnswerHeaderTests {
    @Test("the caller's request id comes back if it is harmless, another one if not")
    func requestID() async throws {
        try await TestServer.with { server in
            let own = try await server.client.get("/api/site", host: "one.localhost", ["X-Request-Id: abc-1.2_3"])
            #expect(own.field("x-request-id") == "abc-1.2_3")
            for bad in ["a b", "a\"b", String(repeating: "x", count: 65), "<script>"] {
                let other = try await server.client.get("/api/site", host: "one.localhost", ["X-Request-Id: \(bad)"])
                #expect(other.field("x-request-id") != bad)
                #expect(other.field("x-request-id")?.isEmpty == false)
            }
        }
    }

    @Test("versions come from header, media type or query, and must agree")
    func versions() async throws {
        try await TestServer.with { server in
            let cases: [(path: String, fields: [String], version: String?)] = [
                ("/api/site", [], "1"),
                ("/api/site", ["X-API-Version: 3"], "3"),
                ("/api/site?version=2", [], "2"),
                ("/api/site", ["Accept: application/vnd.api+json;version=2"], "2"),
                ("/api/site", ["Accept: text/html, application/vnd.api+json; version=\"2\""], "2"),
                ("/api/site?version=2", ["X-API-Version: 3"], nil),
                ("/api/site", ["X-API-Version: 4"], nil),
                ("/api/site", ["X-API-Version: 1", "X-API-Version: 2"], nil),
                ("/api/first", ["X-API-Version: 2"], nil),
            ]
            for sample in cases {
                let response = try await server.client.get(sample.path, host: "one.localhost", sample.fields)
                #expect(response.status == (sample.version == nil ? 400 : 200), "\(sample)")
                #expect(response.field("x-api-version") == sample.version, "\(sample)")
            }
            let told = try await server.client.get("/api/site", host: "one.localhost", ["X-API-Version: 01"])
            #expect(told.bodyText.contains(#""code":"version.unsupported""#))
            #expect(told.bodyText.contains(#""known":["1","2","3"]"#))
        }
    }

    @Test("an ETag saves sending the same again")
    func entityTag() async throws {
        try await TestServer.with { server in
            let first = try await server.client.get("/api/site", host: "one.localhost")
            let tag = try #require(first.field("etag"))
            #expect(first.field("cache-control") == "public, no-cache")
            #expect(first.field("vary") == "Host, Accept-Language, Accept, X-API-Version, Origin")
            for value in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let again = try await server.client.get("/api/site", host: "one.localhost", ["If-None-Match: \(value)"])
                #expect(again.status == 304)
                #expect(again.body.isEmpty)
                #expect(again.field("etag") == tag)
            }
            let german = try await server.client.get(
                "/api/site", host: "one.localhost", ["If-None-Match: \(tag)", "Accept-Language: de"])
            #expect(german.status == 200)
        }
    }

    @Test("a page that is kept keeps its own policy: the fields of a 304 would take its place")
    func keptPolicy() async throws {
        try await TestServer.with { server in
            let first = try await server.client.get("/kept", host: "one.localhost")
            #expect(first.field("content-security-policy")?.contains("script-src 'self'") == true)
            let tag = try #require(first.field("etag"))
            let again = try await server.client.get("/kept", host: "one.localhost", ["If-None-Match: \(tag)"])
            #expect(again.status == 304)
            #expect(again.field("content-security-policy") == nil)
        }
    }

    @Test("nothing inline, no frame, no sniffing")
    func security() async throws {
        try await TestServer.with { server in
            let page = try await server.client.get("/en", host: "one.localhost")
            let policy = try #require(page.field("content-security-policy"))
            #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
            #expect(page.field("x-content-type-options") == "nosniff")
            #expect(page.field("cross-origin-opener-policy") == "same-origin")
            #expect(page.field("cache-control") == "private, no-cache")
            #expect(page.field("access-control-allow-origin") == nil)
            let data = try await server.client.get("/api/site", host: "one.localhost")
            #expect(data.field("content-security-policy")?.hasPrefix("default-src 'none'") == true)
        }
    }

    @Test("HEAD answers like GET without the body")
    func head() async throws {
        try await TestServer.with { server in
            let get = try await server.client.get("/api/site", host: "one.localhost")
            let head = try await server.client.send(
                ["HEAD /api/site HTTP/1.1", "Host: one.localhost", "Connection: close"])
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.field("content-length") == get.field("content-length"))
        }
    }

    @Test("nothing that a caller sends can begin a header of ours")
    func injection() async throws {
        try await TestServer.with { server in
            for path in ["/stay%0d%0aSet-Cookie:%20a=b", "/en/stay?x=%0d%0aX-Evil:1", "/stay?x=%0d%0aX-Evil:%201"] {
                let response = try await server.client.get(path, host: "one.localhost")
                #expect(response.field("x-evil") == nil)
                #expect(response.fieldValues("set-cookie").allSatisfy { $0.hasPrefix("__Host-visit=") })
            }
            #expect(Answer.redirect(to: "//evil.example").headers[.location] == "/")
            #expect(Answer.redirect(to: "/\\evil.example").headers[.location] == "/")
            #expect(Answer.redirect(to: "https://evil.example").headers[.location] == "/")
            #expect(Cookie(.locale, "a\r\nX: 1; Path=/x").header.contains("a%0D%0AX%3A%201%3B%20Path%3D%2Fx"))
        }
    }
}
