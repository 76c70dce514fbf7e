import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("Partners that come at the same time")
struct RaceTests {
    /// One of each run wins; the others are told why not.
    private enum Outcome: Hashable, Sendable {
        case provisioned
        case unchanged
        case refused(TenantError)
        case failed(String)
    }

    private func race(_ count: Int, _ apply: @escaping @Sendable (Int) async throws -> TenantProvisioning.Outcome)
        async -> [Outcome]
    {
        await withTaskGroup(of: Outcome.self) { group in
            for index in 0..<count {
                group.addTask {
                    do {
                        switch try await apply(index) {
                        case .provisioned: return .provisioned
                        case .unchanged: return .unchanged
                        case .changed: return .failed("changed")
                        }
                    } catch let error as TenantError {
                        return .refused(error)
                    } catch {
                        return .failed("\(error)")
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test(
        "Of applies of one new slug at once one provisions, the others hear so, and it is whole",
        arguments: ["hinode", "aurelia"])
    func oneSlug(slug: String) async throws {
        let desk = try await ProvisionDesk.make()
        let definition = try ProvisionDesk.partner(slug)
        let outcomes = await race(8) { _ in try await desk.apply(definition) }
        #expect(outcomes.count { $0 == .provisioned } == 1, "\(outcomes)")
        let others: Set<Outcome> = [.provisioned, .unchanged, .refused(.operationRunning(slug: slug))]
        #expect(outcomes.allSatisfy(others.contains), "\(outcomes)")
        try await expectWhole(slug, in: desk)
        for table in ["tenants", "tenant_hosts", "data_keys", "operations"] {
            #expect(try await desk.count(table) == 1, "\(table)")
        }
        guard case .unchanged = try await desk.apply(definition) else { throw CancellationError() }
        await desk.fleet.close()
    }

    /// While one stands in the seeder, a second must not go through the steps itself.
    @Test("An apply that finds another of the same slug under way waits for it and changes nothing itself")
    func underWay() async throws {
        let desk = try await ProvisionDesk.make()
        let (arrivals, arrive) = AsyncStream<Void>.makeStream()
        let (departures, depart) = AsyncStream<Void>.makeStream()
        let slow = TenantProvisioning(
            platform: desk.fleet.platform, tenants: desk.fleet.tenants, dataKeys: desk.fleet.dataKeys,
            schemas: desk.fleet.schemas, identifiers: desk.fleet.identifiers,
            seeder: { _, _ in
                arrive.yield()
                for await _ in departures { break }
            })
        let definition = try ProvisionDesk.partner("hinode")
        let first = Task { try await slow.apply(.init(definition: definition, actor: "operator:test")) }
        for await _ in arrivals { break }
        let second = Task { try await desk.apply(definition) }
        // Another partner does not wait for it.
        guard case .provisioned = try await desk.apply(ProvisionDesk.partner("severny")) else {
            throw CancellationError()
        }
        depart.finish()
        guard case .provisioned = try await first.value else { throw CancellationError() }
        guard case .unchanged = try await second.value else { throw CancellationError() }
        await desk.fleet.close()
    }

    @Test("Of newcomers who want one host exactly one gets it, and the others can come again with another")
    func oneHost() async throws {
        let desk = try await ProvisionDesk.make()
        let slugs = ["hinode", "severny", "halfway"]
        func definition(_ slug: String, _ hosts: [String]) throws -> TenantDefinition {
            let old = try ProvisionDesk.partner(slug).hosts.map { "- \($0.unicode)" }.joined(separator: "\n  ")
            return try ProvisionDesk.partner(
                slug, replacing: [(old, hosts.map { "- \($0)" }.joined(separator: "\n  "))])
        }
        // In opposite orders, so that each would hold what another waits for.
        let wishes = [
            ["first.localhost", "wanted.localhost", "last.localhost"],
            ["last.localhost", "wanted.localhost", "second.localhost"],
            ["wanted.localhost", "first.localhost", "last.localhost"],
        ]
        let definitions = try zip(slugs, wishes).map { try definition($0, $1) }
        let outcomes = await race(slugs.count) { try await desk.apply(definitions[$0]) }
        #expect(outcomes.count { $0 == .provisioned } == 1, "\(outcomes)")
        for case .failed(let fault) in outcomes { Issue.record("\(fault)") }
        for case .refused(let error) in outcomes {
            guard case .hostTaken = error else {
                Issue.record("\(error)")
                continue
            }
        }
        for table in ["tenants", "data_keys", "operations"] { #expect(try await desk.count(table) == 1, "\(table)") }
        #expect(try await desk.count("tenant_hosts") == 3)
        for slug in slugs {
            let again = try definition(slug, ["\(slug)-own.localhost"])
            if case .unchanged = try await desk.apply(again) { Issue.record("\(slug) kept the contested host") }
            try await expectWhole(slug, in: desk)
            #expect(try await desk.hosts(slug) == ["\(slug)-own.localhost"])
        }
        await desk.fleet.close()
    }

    private func expectWhole(_ slug: String, in desk: ProvisionDesk) async throws {
        #expect(try await desk.state(slug) == "active")
        let scope = desk.fleet.tenants.scope(try await desk.entry(slug))
        for table in ["branding_releases", "site_pointers", "cities"] {
            #expect(try await scope.run("select 1 from \(identifier: table)").count == 1, "\(slug) \(table)")
        }
        let running = try await desk.fleet.admin.single("select 1 from platform.operations where outcome = 'running'")
        #expect(running.count == 0)
    }
}
