import Foundation
import HTTPTypes
import Tenancy
import Testing
import Vocabulary

@testable import Web

@Suite("Limits of single endpoints as an operator decides them")
struct EndpointLimitTests {
    private static func routes(_ text: String) throws -> RouteGroup {
        let limits = try #require(EndpointLimits(text))
        let group = RouteGroup(
            "things",
            ["/api/things", "/api/others"].map { path in
                Route(
                    .get, PathTemplate(path), .anyone, "Things", gives: [.json(.any)],
                    options: RouteOptions(
                        limit: path == "/api/things" ? RouteLimit("things", quota: 50, windowSeconds: 600) : nil)
                ) { (_: NoInput, _: TenantContext) in .json { $0.value(1) } }
            })
        return try #require(try limits.applied(to: [group]).first)
    }

    /// Policy of the first answer, and statuses of four.
    private static func ask(_ text: String, _ path: String) async throws -> (policy: String?, statuses: [Int]) {
        nonisolated(unsafe) var found: (policy: String?, statuses: [Int]) = (nil, [])
        try await TestServer.with(
            [try routes(text)],
            altering: { $0.limiter = RateLimiter(localSharePercent: 100, logger: TestServer.logger) }
        ) { server in
            for _ in 0..<4 {
                let reply = try await server.client.get(path, host: "one.localhost")
                found.policy = found.policy ?? reply.field("ratelimit-policy")
                found.statuses.append(reply.status)
            }
        }
        return found
    }

    @Test("Replace what the route brings, for all sites or those of a plan, and make one where it brings none")
    func replaced() async throws {
        // The sites' plan is BASIC, as a skeleton's is.
        let cases: [(String, String, String?, [Int])] = [
            ("", "/api/things", "\"things\";q=50;w=600;local", [200, 200, 200, 200]),
            ("GET /api/things=3", "/api/things", "\"things\";q=3;w=3600;local", [200, 200, 200, 429]),
            ("GET /api/things=none", "/api/things", nil, [200, 200, 200, 200]),
            ("BASIC GET /api/things=2/120", "/api/things", "\"things\";q=2;w=120;local", [200, 200, 429, 429]),
            ("PRO GET /api/things=2", "/api/things", "\"things\";q=50;w=600;local", [200, 200, 200, 200]),
            ("BASIC GET /api/things=none", "/api/things", nil, [200, 200, 200, 200]),
            (
                "GET /api/things=1, BASIC GET /api/things=3", "/api/things", "\"things\";q=3;w=3600;local",
                [200, 200, 200, 429]
            ),
            ("GET /api/others=1", "/api/others", "\"get-api-others\";q=1;w=3600;local", [200, 429, 429, 429]),
            ("GET /api/others=1", "/api/things", "\"things\";q=50;w=600;local", [200, 200, 200, 200]),
        ]
        for (text, path, policy, statuses) in cases {
            let found = try await Self.ask(text, path)
            #expect(found.policy == policy, "\(text)")
            #expect(found.statuses == statuses, "\(text)")
        }
    }

    @Test("Are written as they are meant, and name endpoints that there are")
    func declarations() throws {
        for text in [
            "GET /api/things", "GET /api/things=", "GET /api/things=0", "GET /api/things=-1", "GET /api/things=many",
            "GET /api/things=5/61", "GET /api/things=5/0", "GET /api/things=5/60/60", "/api/things=5", "GET things=5",
            "GOLD GET /api/things=5", "GET /api/things=1,GET /api/things=2", "GET /api/things=1000000001",
            "BASIC PRO GET /api/things=5", "GET /api/things=none/61",
        ] {
            #expect(EndpointLimits(text) == nil, "\(text)")
        }
        #expect(throws: EndpointLimits.Unknown(endpoint: "POST /api/things")) {
            _ = try Self.routes("POST /api/things=5")
        }
    }

    @Test("Stand in the description")
    func described() throws {
        let routes = try Self.routes("GET /api/things=3/120,FREE GET /api/things=none,PRO GET /api/others=9").routes
        let document = try JSONParser.parse(OpenAPIDocument(title: "Test", routes: routes).bytes)
        let paths = try #require(document["paths"])
        let things = try #require(paths["/api/things"]?["get"]?["x-rate-limit"])
        #expect(things["cost"] == .number("1") && things["by_plan"]?["FREE"] == .null)
        #expect(things["limit"]?["quota"] == .number("3") && things["limit"]?["window_seconds"] == .number("120"))
        #expect(things["limit"]?["name"] == .text("things") && things["limit"]?["per"] == .text("caller"))
        let others = try #require(paths["/api/others"]?["get"]?["x-rate-limit"])
        #expect(others["limit"] == nil && others["by_plan"]?["PRO"]?["quota"] == .number("9"))
        #expect(paths["/api/others"]?["get"]?["responses"]?["429"] != nil)
    }
}
