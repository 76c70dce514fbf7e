import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Backups
@testable import TravelHub

extension BackupDrills {
    @Suite("Hosts of a partner that is brought back")
    struct RecoverDomainsTests {
        @Test("Those of its folder come back; what it proved, and lost, since the backup stays as it is")
        func claims() async throws {
            try await Drill.with(provisioning: []) { drill in
                let (one, two) = try await drill.fleet.pair(.pooled)
                for (entry, host) in [(one, "one.test"), (two, "two.test")] {
                    _ = try await drill.run(
                        """
                        insert into platform.tenant_hosts (host, tenant_id, is_primary) values (\(host), \(entry.id), true)
                        """)
                }
                try await Self.prove("lost.test", one, drill)
                try await Self.prove("kept.test", one, drill)
                _ = try await drill.backUp()
                _ = try await drill.run(
                    "update platform.domain_claims set ownership = 'lost', lost_at = now(), next_check_at = null where host = 'lost.test'"
                )
                _ = try await drill.run(
                    "delete from platform.tenant_hosts where host in ('lost.test', 'one.test')")
                // Whom it was lost to.
                try await Self.prove("lost.test", two, drill)
                try await Self.prove("new.test", one, drill)
                _ = try await drill.run("update platform.tenant_hosts set is_primary = true where host = 'new.test'")
                _ = try await drill.run(
                    "insert into platform.tenant_hosts (host, tenant_id, is_primary) values ('later.test', \(one.id), false)"
                )
                _ = try await drill.recover("one")
                #expect(
                    try await Self.hosts(one, drill) == [
                        "kept.test proved", "new.test proved primary", "one.test folder",
                    ])
                #expect(try await Self.hosts(two, drill) == ["lost.test proved", "two.test folder primary"])
            }
        }

        private static func prove(_ host: String, _ entry: TenantEntry, _ drill: Drill) async throws {
            _ = try await drill.run(
                """
                with claim as (
                  insert into platform.domain_claims (tenant_id, claim_id, host, token, ownership, method, verified_at,
                                                      next_check_at, created_at, changed_at)
                  values (\(entry.id), \(UUID()), \(host), \(DomainChance.system.token()), 'verified', 'dns', now(),
                          now(), now(), now()) returning host)
                insert into platform.tenant_hosts (host, tenant_id, is_primary, declared_position)
                select host, \(entry.id), false, null from claim
                """)
        }

        private static func hosts(_ entry: TenantEntry, _ drill: Drill) async throws -> [String] {
            try await drill.run(
                """
                select host || case when declared_position is null then ' proved' else ' folder' end
                         || case when is_primary then ' primary' else '' end as line
                  from platform.tenant_hosts where tenant_id = \(entry.id) order by host
                """
            ).map { try $0.get("line") }
        }
    }
}
