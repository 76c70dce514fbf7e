import Foundation
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("Which versions a partner's programs call")
struct UsageTests {
    @Test(
        "is counted for each partner alone, over all processes, and told to its staff",
        arguments: [IsolationMode.pooled, .schema])
    func counted(mode: IsolationMode) async throws {
        let fleet = try await TestFleet.make()
        let (one, two) = try await fleet.pair(mode)
        let sites = try SampleSites.make(one: one, two: two)
        // Two processes.
        let usages = (0..<2).map { _ in VersionUsage(database: fleet.tenants, logger: TestServer.logger) }
        let retirements = try #require(Retirements("1=2027-01-31"))
        for usage in usages {
            try await TestServer.with(
                SampleRoutes.groups + [UsageFeature().routes()], database: fleet.tenants, sites: sites,
                retirements: retirements, altering: Self.admitting(usage)
            ) { server in
                for (path, host) in [
                    ("/api/site", "one.localhost"), ("/api/site?version=2", "one.localhost"),
                    ("/api/site?version=2", "one.localhost"), ("/api/site?version=3", "two.localhost"),
                ] {
                    let reply = try await server.client.get(path, host: host)
                    #expect(reply.status == 200)
                }
                await usage.flush()
            }
        }
        let usage = usages[0]
        try await TestServer.with(
            SampleRoutes.groups + [UsageFeature().routes()], database: fleet.tenants, sites: sites,
            retirements: retirements, altering: Self.admitting(usage)
        ) { server in
            let path = "/api/admin/api-usage"
            #expect(try await server.client.get(path, host: "one.localhost").status == 401)
            let staff = ["Authorization: Bearer staff"]
            #expect(
                try await server.client.get(path, host: "one.localhost", ["Authorization: Bearer none"]).status == 403)
            let told = try JSONParser.parse(try await server.client.get(path, host: "one.localhost", staff).body)
            #expect(Self.calls(told) == ["1 GET /api/site 2", "2 GET /api/site 4"])
            #expect(told.at(["retiring", "0", "version"]) == .number("1"))
            let other = try JSONParser.parse(try await server.client.get(path, host: "two.localhost", staff).body)
            #expect(Self.calls(other) == ["3 GET /api/site 2"])
            #expect(try await server.client.get("\(path)?days=0", host: "one.localhost", staff).status == 422)
        }
        await fleet.close()
    }

    private static func admitting(_ usage: VersionUsage) -> @Sendable (inout EdgeParts) -> Void {
        { parts in
            parts.usage = usage
            parts.credentials.bearer = { token, _, _ in
                let right = StaffRight(token == "staff" ? .site : .audit, .read)
                return Caller(.key(UUID()), rights: [right], label: "x")
            }
        }
    }

    private static func calls(_ document: InputValue) -> [String] {
        guard case .list(let items)? = document["data"] else { return [] }
        return items.compactMap { item in
            guard case .number(let version)? = item["version"], case .text(let method)? = item["method"],
                case .text(let path)? = item["path"], case .number(let calls)? = item["calls"], path == "/api/site"
            else { return nil }
            return "\(version) \(method) \(path) \(calls)"
        }
    }
}
