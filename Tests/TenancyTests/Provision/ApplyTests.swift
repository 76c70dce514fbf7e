import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("Applying a partner's folder")
struct ApplyTests {
    @Test(
        "Each partner is provisioned, its export is its folder byte for byte",
        arguments: TenantFolders.slugs)
    func provisionsAndExports(slug: String) async throws {
        let desk = try await ProvisionDesk.make()
        let definition = try ProvisionDesk.partner(slug)
        guard case .provisioned = try await desk.apply(definition) else {
            Issue.record("not provisioned")
            return
        }
        #expect(try await desk.state(slug) == "active")
        #expect(try await desk.hosts(slug) == definition.hosts.map(\.ascii))
        let entry = try await desk.entry(slug)
        #expect(entry.isolation.text == definition.isolation.rawValue)
        #expect(entry.version == Int32(desk.fleet.plan.latest(.tenant)))
        #expect(
            try await desk.fleet.tenants.scope(entry).run("select city_code from cities").count == 1)
        let exported = try #require(try await desk.definitions.current(slug: slug))
        let folder = try ScratchFolder(slug)
        try TenantFolder.write(exported, to: folder.path)
        for (path, bytes) in try TenantFolders.files(slug) {
            #expect(FileManager.default.contents(atPath: "\(folder.path)/\(path)") == bytes, "\(path)")
        }
        await desk.fleet.close()
    }

    @Test(
        "Applied twice nothing changes; a changed word makes a new definition under the same look",
        arguments: ["hinode", "aurelia"])
    func versions(slug: String) async throws {
        let desk = try await ProvisionDesk.make()
        let definition = try ProvisionDesk.partner(slug)
        guard case .provisioned(let id) = try await desk.apply(definition) else {
            throw CancellationError()
        }
        #expect(try await desk.apply(definition) == .unchanged(id))
        let longer = try ProvisionDesk.partner(slug, holdMinutes: 45)
        #expect(try await desk.apply(longer) == .changed(id, version: 2, release: 1))
        #expect(try await desk.apply(longer) == .unchanged(id))
        #expect(try await desk.definitions.current(slug: slug)?.holdMinutes == 45)
        // Back again: the old words as a new version, because a booking names the one it was made under.
        #expect(try await desk.apply(definition) == .changed(id, version: 3, release: 1))
        let other = try ProvisionDesk.partner("severny").branding
        #expect(
            try await desk.apply(definition.replacing(branding: other))
                == .changed(id, version: 4, release: 2))
        await desk.fleet.close()
    }

    @Test("Two partners in one database keep their own definitions and audit")
    func apart() async throws {
        let desk = try await ProvisionDesk.make()
        for slug in ["hinode", "severny"] { _ = try await desk.apply(ProvisionDesk.partner(slug)) }
        for slug in ["hinode", "severny"] {
            let scope = desk.fleet.tenants.scope(try await desk.entry(slug))
            #expect(try await desk.definitions.current(slug: slug)?.slug == slug)
            let audit = try await scope.run("select action, actor, subject_id from audit_entries")
            #expect(try audit.map { try $0.get("subject_id", as: String.self) } == [slug])
            #expect(try audit.map { try $0.get("action", as: String.self) } == ["site.apply"])
            #expect(try audit.map { try $0.get("actor", as: String.self) } == ["operator:test"])
        }
        await desk.fleet.close()
    }

    @Test("A host that another has is refused, and nothing of the newcomer remains")
    func hostTakenAtBirth() async throws {
        let desk = try await ProvisionDesk.make()
        _ = try await desk.apply(ProvisionDesk.partner("hinode"))
        let thief = try ProvisionDesk.partner(
            "halfway", replacing: [("- halfway.localhost", "- halfway.localhost\n  - hinode.localhost")])
        await #expect(throws: TenantError.hostTaken("hinode.localhost")) { try await desk.apply(thief) }
        for table in ["tenants", "tenant_hosts", "data_keys", "operations"] {
            #expect(try await desk.count(table) == 1, "\(table)")
        }
        #expect(try await desk.hosts("hinode") == ["hinode.localhost"])
        await desk.fleet.close()
    }

    @Test("A host that another has is refused in a change, and nothing of the change remains")
    func hostTakenLater() async throws {
        let desk = try await ProvisionDesk.make()
        for slug in ["hinode", "halfway"] { _ = try await desk.apply(ProvisionDesk.partner(slug)) }
        let thief = try ProvisionDesk.partner(
            "halfway",
            replacing: [("- halfway.localhost", "- new.halfway.localhost\n  - hinode.localhost")],
            holdMinutes: 45)
        await #expect(throws: TenantError.hostTaken("hinode.localhost")) { try await desk.apply(thief) }
        #expect(try await desk.hosts("halfway") == ["halfway.localhost"])
        #expect(try await desk.definitions.current(slug: "halfway")?.holdMinutes == 10)
        let scope = desk.fleet.tenants.scope(try await desk.entry("halfway"))
        #expect(try await scope.run("select version from definitions").count == 1)
        await desk.fleet.close()
    }

    @Test("Hosts follow the folder: one more, another primary, one fewer")
    func hostsFollow() async throws {
        let desk = try await ProvisionDesk.make()
        _ = try await desk.apply(ProvisionDesk.partner("hinode"))
        for hosts in [
            ["hinode.localhost", "b.localhost"], ["b.localhost", "hinode.localhost"], ["b.localhost"],
        ] {
            let list = hosts.joined(separator: "\n  - ")
            _ = try await desk.apply(
                ProvisionDesk.partner("hinode", replacing: [("- hinode.localhost", "- \(list)")]))
            #expect(try await desk.hosts("hinode") == hosts)
        }
        await desk.fleet.close()
    }

    @Test(
        "Kind and isolation stay as they were provisioned",
        arguments: [
            ("kind", "kind: live", "kind: test"), ("isolation", "isolation: pooled", "isolation: schema"),
        ])
    func fixed(field: String, old: String, new: String) async throws {
        let desk = try await ProvisionDesk.make()
        _ = try await desk.apply(ProvisionDesk.partner("hinode"))
        let other = try ProvisionDesk.partner("hinode", replacing: [(old, new)])
        await #expect(throws: TenantError.fixed(field: field)) { try await desk.apply(other) }
        await desk.fleet.close()
    }
}
