import HTTPTypes
import Testing
import Vocabulary

@testable import Web

@Suite("Answers are held to what their routes declare")
struct AnswerCheckTests {
    private static let routes = RouteGroup(
        "odd",
        [
            Route(.get, "/api/told", .anyone, "Told", gives: [.json(.any)], refuses: [.init(409, "odd.told")]) {
                (_: NoInput, _: TenantContext) in throw Problem(409, "odd.told")
            },
            Route(.get, "/api/untold", .anyone, "Untold", gives: [.json(.any)], refuses: [.init(409, "odd.told")]) {
                (_: NoInput, _: TenantContext) in throw Problem(409, "odd.untold")
            },
            Route(.get, "/untold", .anyone, "A page", gives: [.html()]) {
                (_: NoInput, _: VisitorContext) in throw Problem(410, "odd.gone")
            },
            Route(.get, "/api/status", .anyone, "Another status", gives: [.json(.any)]) {
                (_: NoInput, _: TenantContext) in .noContent
            },
            Route(.get, "/api/shape", .anyone, "Another shape", gives: [.json(.object(nil, [.init("a", .text)]))]) {
                (_: NoInput, _: TenantContext) in .json { json in json.object { $0.member("a", 1) } }
            },
        ])

    @Test("What is not declared is kept, by route: problems of pages and of the API, statuses, shapes")
    func departures() async throws {
        try await TestServer.with(
            [Self.routes],
            departures: [
                "GET /api/untold: problem 409 odd.untold is not declared",
                "GET /untold: problem 410 odd.gone is not declared", "GET /api/status: status 204 is not declared",
                "GET /api/shape: /a: wrong type",
            ]
        ) { server in
            for path in ["/api/told", "/api/untold", "/api/untold", "/untold", "/api/status", "/api/shape"] {
                _ = try await server.client.get(path, host: "one.localhost")
            }
        }
    }

    @Test("What the edge may answer stands at every operation, be it open, a read or a write")
    func edge() async throws {
        try await TestServer.with { server in
            let client = server.client
            func post(_ path: String, _ fields: [String], _ body: String = "{}") async throws -> RawResponse {
                try await client.post(path, host: "one.localhost", fields, body: body)
            }
            let bad = try await client.get("/api/site", host: "one.localhost", ["Authorization: Bearer nobody"])
            #expect(bad.status == 401)
            #expect(try await post("/api/bookings", ["Origin: https://elsewhere.example"]).status == 403)
            #expect(try await post("/api/bookings", ["X-API-Version: 9"]).status == 400)
            #expect(try await post("/api/bookings", [], #"{"a":1,"a":2}"#).status == 400)
            #expect(try await client.get("/api/site?x=%zz", host: "one.localhost").status == 400)
            #expect(try await client.get("/api/site?x=1", host: "one.localhost").status == 422)
            let described = try JSONParser.parse(
                try await client.get("/openapi.json", host: "one.localhost").body)
            for (path, method, status, code) in [
                ("/api/site", "get", "401", "auth.required"), ("/api/site", "get", "422", "input.invalid"),
                ("/api/bookings", "post", "401", "auth.required"), ("/api/bookings", "post", "403", "csrf.invalid"),
                ("/api/bookings", "post", "400", "body.repeated_name"), ("/api/site", "get", "400", "host.invalid"),
            ] {
                let content = described["paths"]?[path]?[method]?["responses"]?[status]?["content"]
                #expect(content?["application/problem+json"]?["examples"]?[code] != nil, "\(path) \(status) \(code)")
            }
        }
    }
}
