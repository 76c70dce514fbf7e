import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("Hosts of the folder beside those that a partner brought")
struct DomainFolderTests {
    private static func hosts(_ desk: ProvisionDesk, _ slug: String) async throws -> [String] {
        try await desk.fleet.admin.single(
            """
            select h.host || case when h.is_primary then '*' else '' end
                     || case when h.declared_position is null then '' else '/' || h.declared_position end as host
              from platform.tenant_hosts h join platform.tenants t using (tenant_id) where t.slug = \(slug)
             order by h.host
            """
        ).map { try $0.get("host") }
    }

    /// As if it had been proved.
    private static func prove(_ host: String, _ entry: TenantEntry, _ desk: ProvisionDesk) async throws {
        let id = UUID()
        _ = try await desk.fleet.admin.single(
            """
            with claim as (
              insert into platform.domain_claims (tenant_id, claim_id, host, token, ownership, method, verified_at,
                                                  next_check_at, created_at, changed_at)
              values (\(entry.id), \(id), \(host), \(DomainChance.system.token()),
                      'verified', 'dns', now(), now(), now(), now()) returning host)
            insert into platform.tenant_hosts (host, tenant_id, is_primary, declared_position)
            select host, \(entry.id), false, null from claim
            on conflict (host) do nothing
            """)
    }

    @Test("An apply leaves alone what the partner proved, and its primary host too")
    func applyKeeps() async throws {
        let desk = try await ProvisionDesk.make()
        _ = try await desk.apply(ProvisionDesk.partner("severny"))
        let entry = try await desk.entry("severny")
        #expect(try await Self.hosts(desk, "severny") == ["severny.localhost*/0", "xn--b1afb8bb.localhost/1"])
        try await Self.prove("www.example.com", entry, desk)
        _ = try await desk.apply(ProvisionDesk.partner("severny", holdMinutes: 21))
        #expect(
            try await Self.hosts(desk, "severny")
                == ["severny.localhost*/0", "www.example.com", "xn--b1afb8bb.localhost/1"])
        _ = try await desk.fleet.admin.lease {
            try await $0.script(
                """
                update platform.tenant_hosts set is_primary = false where host = 'severny.localhost';
                update platform.tenant_hosts set is_primary = true where host = 'www.example.com';
                """)
        }
        _ = try await desk.apply(ProvisionDesk.partner("severny", holdMinutes: 22))
        #expect(
            try await Self.hosts(desk, "severny")
                == ["severny.localhost/0", "www.example.com*", "xn--b1afb8bb.localhost/1"])
        await desk.fleet.close()
    }

    @Test(
        "A host that leaves the folder stays the partner's if it proved it, and else goes; another's is not given away")
    func leaves() async throws {
        let desk = try await ProvisionDesk.make()
        let words = [("  - severny.localhost", "  - severny.localhost\n  - both.example.com\n  - only.example.com")]
        _ = try await desk.apply(ProvisionDesk.partner("severny", replacing: words))
        _ = try await desk.apply(ProvisionDesk.partner("hinode"))
        try await Self.prove("both.example.com", desk.entry("severny"), desk)
        try await Self.prove("mine.example.com", desk.entry("severny"), desk)
        _ = try await desk.apply(ProvisionDesk.partner("severny"))
        #expect(
            try await Self.hosts(desk, "severny") == [
                "both.example.com", "mine.example.com", "severny.localhost*/0", "xn--b1afb8bb.localhost/1",
            ])
        for host in ["both.example.com", "mine.example.com"] {
            await #expect(throws: TenantError.hostTaken(host)) {
                try await desk.apply(
                    ProvisionDesk.partner("hinode", replacing: [("  - hinode.localhost", "  - \(host)")]))
            }
        }
        // The operator may vouch for what its own partner proved.
        let given = [("  - severny.localhost", "  - mine.example.com\n  - severny.localhost")]
        _ = try await desk.apply(ProvisionDesk.partner("severny", replacing: given))
        #expect(try await Self.hosts(desk, "severny").contains("mine.example.com*/0"))
        await desk.fleet.close()
    }
}
