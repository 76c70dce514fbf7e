import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import PrivateServers
import Tenancy
import TestSupport
import Testing

@testable import TravelHub

@Suite("A limit over two serving processes")
struct LimitTests {
    @Test("Of 2,000 requests at once exactly the 500 allowed pass, and another site's limit is untouched")
    func exact() async throws {
        let fleet = try await TestFleet.make()
        let partners = [
            try await TestPartner.make("hinode", as: "sakura", .pooled, in: fleet),
            try await TestPartner.make("aurelia", as: "argenta", .schema, in: fleet),
        ]
        let redis = try await TestRedis.startOwn()
        let environment = ["REDIS_URL": redis.url, "LIMITS_ANONYMOUS_PER_HOUR": "500"]
        try await ServedProcess.run(2, on: fleet, environment) { processes in
            let counts = try await Self.ask(2_000, processes.map(\.port), host: partners[0].host)
            #expect(counts.statuses == [200: 500, 429: 1_500])
            #expect(counts.localCount == 0)
            let other = try await Self.ask(4, processes.map(\.port), host: partners[1].host)
            #expect(other.statuses == [200: 4])
        }
        await redis.stop()
        await fleet.close()
    }

    struct Counts: Sendable {
        var statuses: [Int: Int] = [:]
        /// Answers that were counted by a process alone.
        var localCount = 0
    }

    private static func ask(_ count: Int, _ ports: [Int], host: String) async throws -> Counts {
        var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(120), read: .seconds(120)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 250
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let counts = try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<count {
                let port = ports[number % ports.count]
                group.addTask {
                    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/api/site")
                    request.headers.add(name: "Host", value: host)
                    let reply = try await client.execute(request, timeout: .seconds(120))
                    _ = try await reply.body.collect(upTo: 1024 * 1024)
                    let policy = reply.headers.first(name: "ratelimit-policy")
                    return (Int(reply.status.code), policy?.contains("local") ?? true)
                }
            }
            return try await group.reduce(into: Counts()) { counts, reply in
                counts.statuses[reply.0, default: 0] += 1
                if reply.1 { counts.localCount += 1 }
            }
        }
        try await client.shutdown()
        return counts
    }
}
