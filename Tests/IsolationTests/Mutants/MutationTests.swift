import Postgres
import Tenancy
import TestSupport
import Testing

@Suite("The proof of isolation can fail")
struct MutationTests {
    /// Fewer would mean that the generator lost its tables.
    static let mutantsMin = 40

    @Test("Every hole made in the catalogue is found")
    func catalogueMutantsAreKilled() async throws {
        let fleet = try await TestFleet.make()
        _ = try await fleet.pair(.pooled)
        _ = try await fleet.tenant("three", .schema)
        let survivors = try await fleet.admin.lease { connection in
            let mutants = try await Self.tables(connection).flatMap(\.mutants) + FleetMutants.all
            #expect(mutants.count >= Self.mutantsMin)
            var survivors: [String] = []
            for mutant in mutants where try await !Self.isKilled(mutant, connection) {
                survivors.append(mutant.description)
            }
            print("catalogue mutants: killed \(mutants.count - survivors.count)/\(mutants.count)")
            return survivors
        }
        #expect(survivors.isEmpty, "\(survivors.joined(separator: "\n"))")
        await fleet.close()
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
            select n.nspname, c.relname, c.relispartition,
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
                isPartition: try row.get("relispartition"),
                keyColumns: try row.get("key_columns"))
        }
    }
}
