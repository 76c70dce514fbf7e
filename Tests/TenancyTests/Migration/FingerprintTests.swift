import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("A schema's fingerprint")
struct FingerprintTests {
    @Test("Is the same on a server that numbers its roles otherwise")
    func namesRoles() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.schema)
        let migration = FleetMigration(pool: fleet.owner, plan: fleet.plan, logger: TestFleet.logger)
        #expect(try await migration.drift().isEmpty)
        let role = "fingerprint_" + UUID().text.replacingOccurrences(of: "-", with: "")
        var found: [Set<FleetMigration.Drift>] = []
        var numbers: Set<Int> = []
        for _ in 1...2 {
            try await fleet.admin.lease { connection in
                try await connection.script(
                    "create role \(role); create policy further on t1.cities to \(role) using (true)")
            }
            numbers.insert(
                try await fleet.admin.single("select oid::bigint as number from pg_roles where rolname = \(role)")
                    .only()
                    .get("number"))
            found.append(Set(try await migration.drift()))
            try await fleet.admin.lease { connection in
                try await connection.script("drop policy further on t1.cities; drop role \(role)")
            }
        }
        #expect(numbers.count == 2)
        #expect(found[0].map(\.schema) == ["t1"])
        #expect(found[0] == found[1])
        #expect(try await migration.drift().isEmpty)
        await fleet.close()
    }
}
