import Testing

@testable import Web

@Suite("Pages keep their language, their session and their forms to one site")
struct PageTests {
    private let form = "application/x-www-form-urlencoded"

    @Test("a bare address leads to the visitor's language")
    func redirects() async throws {
        try await TestServer.with { server in
            let cases: [(path: String, fields: [String], location: String)] = [
                ("/", [], "/en"),
                ("/", ["Accept-Language: fr, de;q=0.5"], "/de"),
                ("/stay?a=b%20c", ["Accept-Language: de"], "/de/stay?a=b%20c"),
                ("/stay", ["Accept-Language: en", "Cookie: __Host-locale=de"], "/de/stay"),
                ("/stay", ["Cookie: __Host-locale=fr"], "/en/stay"),
            ]
            for sample in cases {
                let response = try await server.client.get(sample.path, host: "one.localhost", sample.fields)
                #expect(response.status == 302)
                #expect(response.field("vary") == "Host, Accept-Language, Cookie")
                #expect(response.field("location") == sample.location)
            }
        }
    }

    @Test("a language that the site does not speak is no page")
    func unspoken() async throws {
        try await TestServer.with { server in
            for (path, host, status) in [("/en/stay", "two", 404), ("/de/stay", "two", 200), ("/api/stay", "one", 404)]
            {
                let response = try await server.client.get(path, host: "\(host).localhost")
                #expect(response.status == status)
            }
        }
    }

    @Test("a form is taken from the browser and site that it was shown to")
    func forms() async throws {
        try await TestServer.with { server in
            let (cookie, token) = try await visit(server, "one.localhost")
            let body = "name=Ada&email=a%40example.org&csrf_token=\(token)"
            let sent = try await post(server, "one.localhost", cookie, body)
            #expect(sent.bodyText == "thanks Ada")
            #expect(sent.field("set-cookie") == nil)
            #expect(try await post(server, "one.localhost", cookie, "name=Ada&email=a%40example.org").status == 403)
            #expect(try await post(server, "one.localhost", nil, body).status == 403)
            let (otherCookie, _) = try await visit(server, "one.localhost")
            #expect(try await post(server, "one.localhost", otherCookie, body).status == 403)
        }
    }

    @Test("a session of one tenant is refused by the other")
    func foreignSession() async throws {
        try await TestServer.with { server in
            let (cookie, _) = try await visit(server, "one.localhost")
            let response = try await server.client.get("/de", host: "two.localhost", ["Cookie: \(cookie)"])
            #expect(response.status == 401)
            let forged = try await server.client.get(
                "/de", host: "two.localhost", ["Cookie: \(cookie.dropLast(3))abc"])
            #expect(forged.status == 200)
            #expect(forged.field("set-cookie") != nil)
        }
    }

    @Test("writes that another site's page sent are refused")
    func origins() async throws {
        try await TestServer.with { server in
            let (cookie, token) = try await visit(server, "one.localhost")
            let body = "name=Ada&email=a%40example.org&csrf_token=\(token)"
            func status(_ field: String) async throws -> Int {
                try await post(server, "one.localhost", cookie, body, [field]).status
            }
            #expect(try await status("Origin: http://one.localhost") == 200)
            #expect(try await status("Origin: http://two.localhost") == 403)
            #expect(try await status("Origin: http://one.localhost:81") == 403)
            #expect(try await status("Origin: null") == 403)
            #expect(try await status("Sec-Fetch-Site: same-origin") == 200)
            #expect(try await status("Sec-Fetch-Site: same-site") == 403)
            #expect(try await status("Sec-Fetch-Site: cross-site") == 403)
        }
    }

    @Test("faults of a form come back with its page")
    func submission() async throws {
        try await TestServer.with { server in
            let (cookie, token) = try await visit(server, "one.localhost")
            let response = try await post(server, "one.localhost", cookie, "name=&email=no&csrf_token=\(token)")
            #expect(response.status == 422)
            #expect(response.bodyText == "/name=required;/email=too_short")
        }
    }

    @Test("a cookie is bound to its host and hidden from scripts")
    func cookies() async throws {
        try await TestServer.with { server in
            let response = try await server.client.get("/en", host: "one.localhost")
            let cookie = try #require(response.field("set-cookie"))
            #expect(cookie.hasPrefix("__Host-visit="))
            #expect(cookie.hasSuffix("; Path=/; Secure; SameSite=Lax; HttpOnly"))
            #expect(!cookie.contains("Domain"))
        }
    }

    private func visit(_ server: TestServer, _ host: String) async throws -> (cookie: String, token: String) {
        let page = try await server.client.get("/en", host: host)
        let cookie = try #require(page.field("set-cookie")?.split(separator: ";").first)
        let token = try #require(page.bodyText.split(separator: ">").dropFirst().first?.split(separator: "<").first)
        return (String(cookie), String(token))
    }

    private func post(
        _ server: TestServer, _ host: String, _ cookie: String?, _ body: String, _ fields: [String] = []
    ) async throws -> RawResponse {
        let cookies = cookie.map { ["Cookie: \($0)"] } ?? []
        return try await server.client.post("/en/contact", host: host, type: form, cookies + fields, body: body)
    }
}
