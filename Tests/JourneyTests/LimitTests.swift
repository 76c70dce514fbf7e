import Foundation
import PrivateServers
import Tenancy
import TestSupport
import Testing

@testable import TravelHub

@Suite("An address' limit over two serving processes")
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
            let ports = processes.map(\.port)
            let flood = Burst(ports: ports, host: partners[0].host)
            let counts = try await flood.send(2_000)
            #expect(counts == [200: 500, 429: 1_500])
            #expect(flood.policiesTold == [#""visitor";q=500;w=3600"#], "counted by a process alone")
            #expect(try await Burst(ports: ports, host: partners[1].host).send(4) == [200: 4])
        }
        await redis.stop()
        await fleet.close()
    }
}
