import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing

@Suite("The proof of isolation can fail")
struct MutationTests {
    /// Fewer would mean that the generator lost its tables or seams.
    static let seamMutantsMin = 21
    static let siteMutantsMin = 8

    static let isSoak = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1"

    @Test("Every hole made in the catalogue or in a seam is found")
    func mutantsAreKilled() async throws {
        async let seams = Self.runSeams()
        async let sites = Self.runSites()
        let (catalogueSurvivors, catalogueCount) = try await Self.runCatalogue()
        let seamSurvivors = try await seams + sites
        #expect(catalogueCount >= MutantSample.mutantsMin)
        #expect(SeamMutants.all.count >= Self.seamMutantsMin)
        #expect(SiteMutants.all.count >= Self.siteMutantsMin)
        let survivors = catalogueSurvivors + seamSurvivors
        let count = catalogueCount + SeamMutants.all.count + SiteMutants.all.count
        print("killed \(count - survivors.count)/\(count)")
        #expect(survivors.isEmpty, "\(survivors.joined(separator: "\n"))")
    }

    private static func runCatalogue() async throws -> (survivors: [String], count: Int) {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        _ = try await fleet.tenant("three", .schema)
        let result = try await fleet.admin.lease { connection in
            // Compiling the audit's queries anew for each mutant takes longer than running them.
            try await connection.script("set jit = off")
            // A finding before any hole is made would kill every mutant for nothing.
            let findings = try await IsolationAudit().run(connection).findings
            try #require(findings.isEmpty, "\(findings)")
            let tables = try await Self.tables(connection)
            let mutants = (isSoak ? tables.flatMap(\.mutants) : MutantSample.of(tables)) + FleetMutants.all
            var survivors: [String] = []
            for mutant in mutants where try await !Self.isKilled(mutant, connection) {
                survivors.append(mutant.description)
            }
            return (survivors, mutants.count)
        }
        await fleet.close()
        return result
    }

    private static func runSeams() async throws -> [String] {
        var survivors: [String] = []
        for mutant in SeamMutants.all where try await mutant.noticed() == nil {
            survivors.append(mutant.description)
        }
        return survivors
    }

    private static func runSites() async throws -> [String] {
        var survivors: [String] = []
        for mutant in SiteMutants.all where try await mutant.noticed() == nil { survivors.append(mutant.description) }
        return survivors
    }

    /// Made and looked at in a transaction that is rolled back. A hole that cannot be made any more is
    /// a fault of the generator and survives.
    private static func isKilled(_ mutant: CatalogueMutant, _ connection: PostgresConnection) async throws -> Bool {
        var findings: [IsolationFinding] = []
        do {
            try await connection.script("begin; " + mutant.statements.joined(separator: "; "))
            findings = try await IsolationAudit().run(connection).findings
        } catch {
            Issue.record("\(mutant): \(error)")
        }
        try await connection.script("rollback")
        return !findings.isEmpty
    }

    private static func tables(_ connection: PostgresConnection) async throws -> [MutantTable] {
        let rows = try await connection.run(
            """
            select n.nspname, c.relname, c.relispartition, c.relkind = 'p' as is_partitioned,
                   array(select a.attname::text from pg_constraint k join pg_attribute a on a.attrelid = c.oid
                          and a.attnum = any(k.conkey[2:]) where k.conrelid = c.oid and k.contype = 'p') as key_columns
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname in ('pooled', 'shared')
               and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
             order by 1, 2
            """)
        return try rows.map { row in
            MutantTable(
                schema: try row.get("nspname"), name: try row.get("relname"),
                isShared: try row.get("nspname", as: String.self) == "shared",
                isPartition: try row.get("relispartition"), isPartitioned: try row.get("is_partitioned"),
                keyColumns: try row.get("key_columns"))
        }
    }
}
