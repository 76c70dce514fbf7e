import Testing

@testable import Web

@Suite("A request's host decides whose site answers, and fails closed")
struct HostMatrixTests {
    @Test(
        "every spelling of one host reaches the same tenant",
        arguments: ["one.localhost", "ONE.Localhost", "one.localhost:8080", "one.localhost.", "One.Localhost.:80"])
    func sameTenant(host: String) async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/api/site", host: host)
            #expect(response.status == 200)
            #expect(response.bodyText == #"{"slug":"one","locale":"en"}"#)
        }
    }

    @Test("the two tenants do not answer for each other")
    func twoTenants() async throws {
        try await TestServer.with { server in
            let two = try await server.client.get("/api/site", host: "two.localhost")
            #expect(two.bodyText == #"{"slug":"two","locale":"de"}"#)
        }
    }

    @Test("a host in punycode is the tenant of its Unicode form")
    func punycode() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/api/site", host: "xn--bcher-kva.localhost")
            #expect(response.bodyText == #"{"slug":"one","locale":"en"}"#)
        }
    }

    @Test("an unknown host is nobody's", arguments: ["nobody.localhost", "127.0.0.1", "one.localhost.evil.example"])
    func unknown(host: String) async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/api/site", host: host)
            #expect(response.status == 404)
            #expect(response.bodyText.contains(#""code":"tenant.unknown""#))
            #expect(response.field("content-type") == "application/problem+json")
        }
    }

    @Test(
        "a request without one certain host is refused",
        arguments: [
            ["GET /api/site HTTP/1.1"],
            ["GET /api/site HTTP/1.1", "Host:"],
            ["GET /api/site HTTP/1.1", "Host: one.localhost", "Host: one.localhost"],
            ["GET /api/site HTTP/1.1", "Host: one.localhost", "hOST: two.localhost"],
            ["GET /api/site HTTP/1.1", "Host: one.localhost, two.localhost"],
            ["GET /api/site HTTP/1.1", "Host: one.localhost,two.localhost"],
            ["GET http://one.localhost/api/site HTTP/1.1", "Host: one.localhost"],
            ["GET http://two.localhost/api/site HTTP/1.1", "Host: one.localhost"],
            ["GET /api/site HTTP/1.1", "Host: user@one.localhost"],
            ["GET /api/site HTTP/1.1", "Host: one.localhost:99999"],
            ["GET /api/site HTTP/1.1", "Host: one.localhost:8o"],
            ["GET /api/site HTTP/1.1", "Host: one. localhost"],
            ["GET /api/site HTTP/1.1", "Host: one..localhost"],
            ["GET /api/site HTTP/1.0"],
        ])
    func refused(lines: [String]) async throws {
        try await TestServer.with { server in
            let response = try await server.client.send(lines + ["Connection: close"])
            #expect(response.status == 400)
            #expect(response.bodyText.contains(#""code":"host.invalid""#))
            #expect(response.field("x-request-id") != nil)
        }
    }

    @Test("a folded host line is refused, whoever refuses it")
    func folded() async throws {
        try await TestServer.with { server in
            let response = try await server.client.send(
                ["GET /api/site HTTP/1.1", "Host: one.local", " host", "Connection: close"])
            #expect(response.status == 400)
        }
    }

    @Test("requests after a refused one on the same connection are not answered")
    func pipelined() async throws {
        try await TestServer.with { server in
            let good = "GET /api/site HTTP/1.1\r\nHost: one.localhost\r\n\r\n"
            let bad = "GET /api/site HTTP/1.1\r\nHost: one.localhost\r\nHost: two.localhost\r\n\r\n"
            let response = try await server.client.exchange(good + bad + good)
            let statuses = response.text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
            #expect(statuses == ["200", "400"])
        }
    }

    @Test("a stranger's X-Forwarded-Host is ignored")
    func strangerForwards() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get(
                "/api/site", host: "one.localhost", ["X-Forwarded-Host: two.localhost"])
            #expect(response.bodyText.contains(#""slug":"one""#))
        }
    }

    @Test("a configured proxy's X-Forwarded-Host decides, unless it names two")
    func proxyForwards() async throws {
        try await TestServer.with(proxies: ["127.0.0.0/8"]) { server in
            let fields = ["X-Forwarded-Host: two.localhost", "X-Forwarded-Proto: https"]
            let response = try await server.client.get("/api/site", host: "inside.example", fields)
            #expect(response.bodyText.contains(#""slug":"two""#))
            #expect(response.field("strict-transport-security") != nil)
            let doubled = try await server.client.get(
                "/api/site", host: "one.localhost", ["X-Forwarded-Host: one.localhost, two.localhost"])
            #expect(doubled.status == 400)
        }
    }

    @Test("X-Tenant counts on the platform's host only")
    func tenantField() async throws {
        try await TestServer.with { server in
            let bound = try await server.client.get("/api/site", host: "localhost", ["X-Tenant: two"])
            #expect(bound.bodyText.contains(#""slug":"two""#))
            #expect(bound.field("vary")?.contains("X-Tenant") == true)
            let ignored = try await server.client.get("/api/site", host: "one.localhost", ["X-Tenant: two"])
            #expect(ignored.bodyText.contains(#""slug":"one""#))
            let unknown = try await server.client.get("/api/site", host: "localhost", ["X-Tenant: nobody"])
            #expect(unknown.status == 404)
            let unnamed = try await server.client.get("/api/site", host: "localhost")
            #expect(unnamed.status == 404)
        }
    }

    @Test(
        "a closed site says so and nothing else", arguments: ["suspended", "maintenance", "archived", "provisioning"])
    func closed(state: String) async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/api/site", host: "\(state).localhost")
            #expect(response.status == 503)
            #expect(response.bodyText.contains("\"code\":\"tenant.\(state)\""))
        }
    }

    @Test("credentials are refused on a tenant's site while it issues none")
    func strangeCredential() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get(
                "/api/site", host: "one.localhost", ["Authorization: Bearer \(TestServer.operatorToken)"])
            #expect(response.status == 401)
        }
    }
}
