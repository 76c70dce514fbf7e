import Foundation
import Inventory
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("What is kept of a site's catalogue")
struct KeptCatalogueTests {
    @Test("Is served by two processes without the database, and a change is seen at once by both; the other's stays")
    func twoProcesses() async throws {
        let fleet = try await TestFleet.make()
        let one = try await TestPartner.make("halfway", as: "wvuk", .pooled, in: fleet)
        let two = try await TestPartner.make("hinode", as: "zyxq", .schema, in: fleet)
        try await RunningHub.run(2, on: fleet, redisURL: try await TestRedis.shared.url()) { hubs in
            func seen(_ partner: TestPartner) async throws -> [String] {
                var bodies: [String] = []
                for hub in hubs {
                    let reply = try await hub.get(
                        "/api/destinations?q=Ber", host: partner.host, ["Accept-Language": "en"])
                    #expect(reply.status == 200, "\(reply.body)")
                    bodies.append(reply.body)
                }
                return bodies
            }
            func rename(_ partner: TestPartner, _ word: String) async throws {
                _ = try await fleet.admin.single(
                    """
                    update \(identifier: partner.entry.schema).city_texts set name = \(word)
                     where tenant_id = \(partner.entry.id) and name like 'Ber%'
                    """)
            }
            for partner in [one, two] {
                let first = try await seen(partner)
                #expect(first[0] == first[1] && first[0].contains("Berlin"), "\(first)")
                try await rename(partner, "Bernau")
                // Nobody said that something changed: it is the kept one, in both.
                #expect(try await seen(partner) == first)
            }
            let cache = hubs[0].hub.cache.cache(fleet.tenants.scope(one.entry))
            let isTold = await cache.invalidate(.catalogue)
            #expect(isTold)
            let changed = try await seen(one)
            #expect(changed.allSatisfy { $0.contains("Bernau") && !$0.contains("Berlin") }, "\(changed)")
            #expect(try await seen(two).allSatisfy { $0.contains("Berlin") })
        }
        await fleet.close()
    }
}
