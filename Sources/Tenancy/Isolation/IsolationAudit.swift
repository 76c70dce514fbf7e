package import Postgres

/// Reads PostgreSQL's own catalogue and names everything that could lead around the tenant policy.
///
/// It knows no table by name: whatever stands in a tenant's schema or in `shared` is held to the rules
/// of its class, so that a table added tomorrow is covered today.
package struct IsolationAudit: Sendable {
    package struct Report: Sendable {
        package let findings: [IsolationFinding]
        /// Tables looked at, partitions included.
        package let tableCount: Int
        package let schemaCount: Int
    }

    /// Fewer tables or schemas than any real database has mean that discovery itself is broken.
    static let tablesMin = 10
    static let schemasMin = 2

    package init() {}

    /// `connection` logs in as the database's administrator or as `travelhub_owner`. Reads only.
    package func run(_ connection: PostgresConnection) async throws -> Report {
        let results = try await connection.run(Self.statements)
        var findings: [IsolationFinding] = []
        for rows in results.dropFirst() {
            for row in rows {
                guard let rule = IsolationFinding.Rule(rawValue: try row.get("rule")) else { continue }
                findings.append(IsolationFinding(rule, try row.get("object"), try row.get("detail")))
            }
        }
        let counts = try results[0].only()
        let (tables, schemas): (Int, Int) = (try counts.get("tables"), try counts.get("schemas"))
        if tables < Self.tablesMin || schemas < Self.schemasMin {
            findings.append(
                IsolationFinding(.nothingFound, "catalogue", "found \(tables) tables in \(schemas) schemas"))
        }
        return Report(findings: findings, tableCount: tables, schemaCount: schemas)
    }

    private static let statements: [SQL] =
        [counts] + TableRules.all + KeyRules.all + CodeRules.all + RightRules.all

    private static let counts: SQL = """
        select count(*) as tables, count(distinct schema_name) as schemas from (\(fragment: tables)) t
        """

    /// Tables and partitions of the two classes that hold tenants' rows.
    static let tables: SQL = """
        select c.oid, n.nspname as schema_name, c.relname, n.nspname || '.' || c.relname as object,
               n.nspname = 'shared' as is_shared, c.relispartition, c.relkind, c.relrowsecurity,
               c.relforcerowsecurity, c.relowner, c.relacl,
               exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'
                                                    and not a.attisdropped) as has_tenant
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and (n.nspname in ('pooled', 'shared') or n.nspname ~ '^t[1-9][0-9]*$')
        """
}
