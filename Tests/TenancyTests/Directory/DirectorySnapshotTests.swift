import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("The snapshot of all hosts")
struct DirectorySnapshotTests {
    static let manyCount = 100_000
    static let bytesPerTenantMax = 150

    @Test("Answers like a plain dictionary whatever is put, moved, taken away and given back", arguments: 1...8)
    func likeADictionary(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var snapshot = DirectorySnapshot()
        var owners: [String: TenantID] = [:]
        var states: [TenantID: TenantState] = [:]
        let tenants = (0..<12).map { _ in TenantID(UUID()) }
        let hosts = (0..<30).map { "host-\($0).example" }
        for step in 0..<600 {
            let index = Int.random(in: tenants.indices, using: &generator)
            let names = Array(hosts.shuffled(using: &generator).prefix(Int.random(in: 0...4, using: &generator)))
            let state = TenantState.allCases.randomElement(using: &generator) ?? .active
            snapshot.put(Self.record(tenants[index], number: index, state: state, hosts: names))
            for host in hosts where owners[host] == tenants[index] { owners[host] = nil }
            for name in names { owners[name] = tenants[index] }
            states[tenants[index]] = state
            for host in hosts where snapshot.entry(host: host)?.id != owners[host] {
                Issue.record("seed \(seed), step \(step): \(host) is \(String(describing: snapshot.entry(host: host)))")
                return
            }
        }
        for (index, tenant) in tenants.enumerated() {
            #expect(snapshot.entry(id: tenant)?.state == states[tenant])
            #expect(snapshot.entry(slug: "tenant-\(index)")?.id == (states[tenant] == nil ? nil : tenant))
        }
        #expect(snapshot.entry(host: "nobody.example") == nil && snapshot.entry(slug: "nobody") == nil)
        #expect(snapshot.entry(id: TenantID(UUID())) == nil)
    }

    @Test("The primary host is the one that was put last as such, and nobody's once it moved away")
    func primaries() {
        let (one, two) = (TenantID(UUID()), TenantID(UUID()))
        var snapshot = DirectorySnapshot()
        func put(_ tenant: TenantID, _ hosts: [String], primary: String?) {
            var record = Self.record(tenant, number: tenant == one ? 1 : 2, state: .active, hosts: hosts)
            record.primary = primary
            snapshot.put(record)
        }
        put(one, ["a.example", "b.example", "c.example"], primary: "b.example")
        put(two, ["d.example"], primary: "d.example")
        #expect(snapshot.primaryHost(of: one) == "b.example" && snapshot.primaryHost(of: two) == "d.example")
        put(one, ["a.example", "b.example", "c.example"], primary: "c.example")
        #expect(snapshot.primaryHost(of: one) == "c.example")
        put(two, ["d.example", "c.example"], primary: "d.example")
        #expect(snapshot.primaryHost(of: one) == nil && snapshot.primaryHost(of: two) == "d.example")
        put(one, ["a.example", "b.example"], primary: nil)
        #expect(snapshot.primaryHost(of: one) == nil && snapshot.primaryHost(of: TenantID(UUID())) == nil)
    }

    @Test("Holds a hundred thousand tenants in the memory that was promised, and changes one as fast as among ten")
    func manyTenants() throws {
        let ids = (0..<Self.manyCount).map { _ in TenantID(UUID()) }
        var snapshot = DirectorySnapshot(
            ids.enumerated().map { Self.record($1, number: $0, state: .active, hosts: ["tenant-\($0).example.com"]) })
        let bytesPerTenant = Double(snapshot.byteCount) / Double(Self.manyCount)
        print("\(bytesPerTenant) bytes a tenant")
        #expect(bytesPerTenant < Double(Self.bytesPerTenantMax))
        // Looking through all hosts for each of these would take minutes.
        let elapsed = ContinuousClock().measure {
            for (index, id) in ids.prefix(2_000).enumerated() {
                snapshot.put(Self.record(id, number: index, state: .active, hosts: ["new-\(index).example.com"]))
            }
        }
        print("2000 changes of a host among \(Self.manyCount) tenants: \(elapsed)")
        #expect(elapsed < .seconds(10))
        #expect(snapshot.entry(host: "new-1999.example.com")?.id == ids[1_999])
        #expect(snapshot.entry(host: "tenant-1999.example.com") == nil)
        #expect(snapshot.entry(host: "tenant-2000.example.com")?.id == ids[2_000])
    }

    private static func record(
        _ id: TenantID, number: Int, state: TenantState, hosts: [String]
    ) -> DirectorySnapshot.Record {
        DirectorySnapshot.Record(
            entry: TenantEntry(
                id: id, number: Int32(number), generation: 1, version: 1, isolation: .pooled, state: state),
            slug: "tenant-\(number)", hosts: hosts)
    }
}
