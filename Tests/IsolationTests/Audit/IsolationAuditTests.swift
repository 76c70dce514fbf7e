import Postgres
import Tenancy
import TestSupport
import Testing

@Suite("The audit of the catalogue")
struct IsolationAuditTests {
    @Test("Finds nothing on a migrated fleet with pooled tenants and tenants of their own schema")
    func cleanFleetHasNoFindings() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        _ = try await fleet.tenant("three", .schema)
        _ = try await fleet.tenant("four", .schema)
        let report = try await fleet.admin.lease { try await IsolationAudit().run($0) }
        #expect(report.findings.isEmpty, "\(report.findings.map(\.description).joined(separator: "\n"))")
        #expect(report.schemaCount == 4)
        #expect(report.tableCount > 40)
        await fleet.close()
    }

    @Test("Says so when it can see nothing")
    func emptyDatabaseFailsTheControl() async throws {
        let fleet = try await TestFleet.make()
        let report = try await fleet.admin.lease { connection in
            _ = try await connection.run("begin")
            _ = try await connection.run("drop schema pooled cascade")
            _ = try await connection.run("drop schema shared cascade")
            let report = try await IsolationAudit().run(connection)
            _ = try await connection.run("rollback")
            return report
        }
        #expect(report.findings.contains { $0.rule == .nothingFound })
        await fleet.close()
    }
}
