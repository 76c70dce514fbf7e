import Foundation
import HTTPTypes
import NIOCore
import PrivateServers
import Redis
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("Limits as a caller meets them")
struct LimitedRouteTests {
    private static let key = Caller(
        .key(UUID(uuidString: "01890a5d-ac96-774b-bcce-b302099a8057") ?? UUID()), rights: [], label: "key",
        limitPerHour: 3)

    @Test("Every answer says how the caller stands; over the limit is 429 with the time to wait and the limits met")
    func headers() async throws {
        try await OwnRedis.with { own in
            try await TestServer.with([Self.routes], altering: Self.keyed(own.client)) { server in
                let first = try await server.client.get("/api/things", host: "one.localhost", Self.bearer)
                #expect(first.status == 200)
                #expect(
                    first.field("ratelimit-policy")
                        == "\"plan\";q=500;w=3600, \"key\";q=3;w=3600, \"things\";q=50;w=600")
                let state = try #require(first.field("ratelimit"))
                #expect(state.hasPrefix("\"plan\";r=498;t="))
                #expect(state.contains("\"key\";r=1;t=") && state.contains("\"things\";r=48;t="))
                let missing = try await server.client.get("/api/missing", host: "one.localhost", Self.bearer)
                #expect(missing.status == 404)
                #expect(missing.field("ratelimit")?.contains("\"key\";r=0;t=") == true)
                let refused = try await server.client.get("/api/missing", host: "one.localhost", Self.bearer)
                #expect(refused.status == 429)
                let seconds = try #require(refused.field("retry-after").flatMap(Int.init))
                #expect((3_541...3_660).contains(seconds))
                #expect(refused.field("content-type") == "application/problem+json")
                let problem = try #require(
                    JSONSerialization.jsonObject(with: Data(refused.body)) as? [String: Any])
                #expect(problem["code"] as? String == "rate_limit.exceeded")
                #expect(problem["violated_policies"] as? [String] == ["key"])
                #expect(problem["title"] as? String == "You have asked too often")
                // The same key's name on another site is another key.
                let other = try await server.client.get("/api/things", host: "two.localhost", Self.bearer)
                #expect(other.status == 200)
                #expect(other.field("ratelimit")?.contains("\"plan\";r=498;t=") == true)
            }
        }
    }

    @Test("A request with a key costs one round trip to Redis, one without costs none")
    func roundTrips() async throws {
        try await OwnRedis.with { own in
            let generous = Caller(.key(UUID()), rights: [], label: "key", limitPerHour: 10_000)
            try await TestServer.with([Self.routes], altering: Self.keyed(own.client, generous)) { server in
                func ask(_ fields: [String]) async throws {
                    let reply = try await server.client.get("/api/plain", host: "one.localhost", fields)
                    #expect(reply.status == 200)
                    #expect((reply.field("ratelimit") != nil) == !fields.isEmpty)
                }
                try await ask(Self.bearer)
                let keyed = try await own.roundTrips { for _ in 0..<20 { try await ask(Self.bearer) } }
                let bare = try await own.roundTrips { for _ in 0..<20 { try await ask([]) } }
                #expect(keyed == 20)
                #expect(bare == 0)
            }
        }
    }

    @Test("Who shows nothing counts by address where that is configured: IPv6 by its network, proxies not at all")
    func anonymous() async throws {
        try await OwnRedis.with { own in
            try await TestServer.with(
                [Self.routes], proxies: ["127.0.0.1"],
                altering: {
                    Self.keyed(own.client)(&$0)
                    $0.anonymousPerHour = 2
                }
            ) { server in
                func status(_ address: String) async throws -> Int {
                    try await server.client.get(
                        "/api/plain", host: "one.localhost", ["X-Forwarded-For: \(address)"]
                    ).status
                }
                var statuses: [Int] = []
                for address in ["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"] {
                    statuses.append(try await status(address))
                }
                #expect(statuses == [200, 200, 429, 200])
                statuses = []
                for address in ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:f::3", "2001:db8:1:3::1"] {
                    statuses.append(try await status(address))
                }
                #expect(statuses == [200, 200, 429, 200])
            }
        }
    }

    @Test("Without Redis requests go on, to a share of the limit that the answer names")
    func withoutRedis() async throws {
        try await OwnRedis.with { own in
            let many = Caller(.key(UUID()), rights: [], label: "key", limitPerHour: 40)
            try await TestServer.with([Self.routes], altering: Self.keyed(own.client, many)) { server in
                await own.server.kill9()
                var statuses: [Int] = []
                for _ in 0..<12 {
                    let reply = try await server.client.get("/api/plain", host: "one.localhost", Self.bearer)
                    statuses.append(reply.status)
                    #expect(
                        reply.field("ratelimit-policy") == "\"plan\";q=125;w=3600;local, \"key\";q=10;w=3600;local")
                }
                #expect(statuses == Array(repeating: 200, count: 10) + [429, 429])
            }
        }
    }

    @Test("Staff is not counted but where a route says so, nor are pages")
    func uncounted() {
        let staff = RateSubject(tenant: nil, principal: "account:1", address: "a", tier: .admin, ownPerHour: 1)
        #expect(staff.checks(RouteOptions(), anonymousPerHour: 5).isEmpty)
        let options = RouteOptions(limit: RouteLimit("export", quota: 2, by: .site), cost: 4)
        #expect(staff.checks(options, anonymousPerHour: 5).map(\.cost) == [4])
        let visitor = RateSubject(tenant: nil, principal: nil, address: "a", tier: .anonymous)
        #expect(visitor.checks(RouteOptions(), anonymousPerHour: nil).isEmpty)
        #expect(visitor.checks(options, anonymousPerHour: nil).map(\.key) == ["{platform}:rate:export:3600:all"])
    }

    private static let bearer = ["Authorization: Bearer key"]

    private static var routes: RouteGroup {
        RouteGroup(
            "things",
            [
                Route(
                    .get, "/api/things", .anyone, "Things", gives: [.json(.any)],
                    options: RouteOptions(limit: RouteLimit("things", quota: 50, windowSeconds: 600), cost: 2)
                ) { (_: NoInput, _: TenantContext) in .json { $0.value(1) } },
                Route(.get, "/api/plain", .anyone, "Plain", gives: [.json(.any)]) {
                    (_: NoInput, _: TenantContext) in .json { $0.value(1) }
                },
                Route(
                    .get, "/api/missing", .anyone, "Missing", gives: [.json(.any)],
                    refuses: [.init(404, "route.unknown")]
                ) {
                    (_: NoInput, _: TenantContext) in throw Problem.routeUnknown
                },
            ])
    }

    /// The sites' plan is BASIC, as a skeleton's is.
    private static func keyed(
        _ client: RedisClient, _ caller: Caller = key
    ) -> (inout EdgeParts) -> Void {
        { parts in
            parts.credentials.bearer = { _, _, _ in caller }
            parts.limiter = RateLimiter(redis: client, redisDeadline: .seconds(60), logger: TestServer.logger)
        }
    }
}
