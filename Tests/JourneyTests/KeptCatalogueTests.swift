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

    @Test("Is read anew by running processes once a command applied a partner's folder; the other's stays")
    func command() async throws {
        let fleet = try await TestFleet.make()
        let folder = String(
            decoding: try TestPartner.definition("halfway", "halfway", .pooled).canonicalJSON(), as: UTF8.self)
        let before = folder.replacingOccurrences(of: "halfway.localhost", with: "before.localhost")
        let one = try await TestPartner.provision(
            try JSONDecoder().decode(TenantDefinition.self, from: Data(before.utf8)), in: fleet)
        let two = try await TestPartner.make("hinode", as: "zyxq", .schema, in: fleet)
        let redis = try await TestRedis.shared.url()
        try await RunningHub.run(2, on: fleet, redisURL: redis) { hubs in
            func seen(_ host: String) async throws -> [RunningHub.Reply] {
                var replies: [RunningHub.Reply] = []
                for hub in hubs {
                    replies.append(
                        try await hub.get("/api/destinations?q=Ber", host: host, ["Accept-Language": "en"]))
                }
                return replies
            }
            for partner in [one, two] {
                #expect(try await seen(partner.host).allSatisfy { $0.body.contains("Berlin") })
                _ = try await fleet.admin.single(
                    """
                    update \(identifier: partner.entry.schema).city_texts set name = 'Bernau'
                     where tenant_id = \(partner.entry.id) and name like 'Ber%'
                    """)
                #expect(try await seen(partner.host).allSatisfy { $0.body.contains("Berlin") })
            }
            try Self.apply("halfway", fleet, redis)
            // The new host tells that the process has heard of the change; what it kept is gone by then.
            #expect(try await comesTrue { try await seen("halfway.localhost").allSatisfy { $0.status == 200 } })
            let changed = try await seen("halfway.localhost")
            #expect(changed.allSatisfy { $0.body.contains("Bernau") && !$0.body.contains("Berlin") }, "\(changed)")
            #expect(try await seen(two.host).allSatisfy { $0.body.contains("Berlin") })
        }
        await fleet.close()
    }

    /// `travelhub tenant apply` as an operator runs it.
    private static func apply(_ slug: String, _ fleet: TestFleet, _ redis: String) throws {
        let process = Process()
        process.executableURL = TestFleet.root.appendingPathComponent(".build/debug/travelhub")
        process.arguments = ["tenant", "apply", slug]
        process.environment = [
            "DATABASE_URL": fleet.adminConninfo, "MASTER_KEYS": TestFleet.masterKeyText, "REDIS_URL": redis,
            "ROOT_DIRECTORY": TestFleet.root.path, "LOG_LEVEL": "error", "PATH": "/usr/bin:/bin",
        ]
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && said.contains("\(slug): changed"), "\(said)")
    }
}
