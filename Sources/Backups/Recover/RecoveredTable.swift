import Postgres

/// A table with a tenant's rows, and what becomes of them when that tenant alone is brought back.
struct RecoveredTable: Sendable {
    enum Treatment: Sendable {
        /// The present rows go, the backup's come.
        case replaced
        /// Append-only by its grants (audit, outbox, funnel, finished jobs): what happened since the backup did
        /// happen and stays; what has been lost comes back. An event that had its position keeps it, so no
        /// reader is given it twice.
        case completed
        /// The backup's jobs, ready to be claimed, under epochs that no worker of today holds.
        case requeued
        /// Answers of the last day: given again, they would tell of effects that are no longer there.
        case dropped
    }

    let name: TableName
    let columns: [String]
    let treatment: Treatment
    /// Triggers that count, whose counts come with the rows.
    let hasCounters: Bool
    let references: [Reference]

    struct Reference: Sendable {
        let constraint: String
        let columns: [String]
        let parent: TableName
        let parentColumns: [String]
    }

    /// Every table of `schema` and of `shared` with rows of tenants, each after those it refers to.
    static func plan(schema: String, _ connection: PostgresConnection) async throws -> [RecoveredTable] {
        let results = try await connection.run([tables(of: schema), references(of: schema)])
        var references: [TableName: [Reference]] = [:]
        for row in results[1] {
            let child = TableName(schema: try row.get("schema_name"), name: try row.get("name"))
            references[child, default: []].append(
                Reference(
                    constraint: try row.get("constraint_name"), columns: try row.get("columns"),
                    parent: TableName(schema: try row.get("parent_schema"), name: try row.get("parent_name")),
                    parentColumns: try row.get("parent_columns")))
        }
        let tables = try results[0].map { row in
            let name = TableName(schema: try row.get("schema_name"), name: try row.get("name"))
            return RecoveredTable(
                name: name, columns: try row.get("columns"),
                treatment: treatment(name, isAppendOnly: try row.get("is_append_only")),
                hasCounters: try row.get("has_counters"), references: references[name] ?? [])
        }
        return try ordered(tables)
    }

    private static func treatment(_ name: TableName, isAppendOnly: Bool) -> Treatment {
        guard name.schema == "shared" else { return .replaced }
        switch name.name {
        case "idempotency_keys": return .dropped
        case "jobs": return .requeued
        default: return isAppendOnly ? .completed : .replaced
        }
    }

    /// Those that refer to nothing still missing come first; a table may refer to itself.
    private static func ordered(_ tables: [RecoveredTable]) throws(BackupFault) -> [RecoveredTable] {
        var (sorted, rest) = ([RecoveredTable](), tables)
        var done: Set<TableName> = []
        while !rest.isEmpty {
            let ready = rest.filter { table in
                table.references.allSatisfy { $0.parent == table.name || done.contains($0.parent) }
            }
            guard !ready.isEmpty else { throw .tenant(.foreignKeyCircle(rest.map(\.name.description))) }
            sorted += ready
            done.formUnion(ready.map(\.name))
            rest.removeAll { done.contains($0.name) }
        }
        return sorted
    }

    private static func tables(of schema: String) -> SQL {
        """
        select n.nspname::text as schema_name, c.relname::text as name,
               array(select a.attname::text from pg_attribute a
                      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                      order by a.attnum) as columns,
               not has_table_privilege('travelhub_app', c.oid, 'delete')
                 and not has_any_column_privilege('travelhub_app', c.oid, 'update') as is_append_only,
               exists (select from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal
                        and g.tgfoid <> 'tenancy.require_context()'::regprocedure) as has_counters
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in (\(schema), 'shared') and c.relkind in ('r', 'p') and not c.relispartition
           and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
         order by n.nspname collate "C", c.relname collate "C"
        """
    }

    private static func references(of schema: String) -> SQL {
        """
        select n.nspname::text as schema_name, c.relname::text as name, k.conname::text as constraint_name,
               pn.nspname::text as parent_schema, p.relname::text as parent_name,
               array(select a.attname::text from unnest(k.conkey) with ordinality u(number, place)
                       join pg_attribute a on a.attrelid = c.oid and a.attnum = u.number order by u.place) as columns,
               array(select a.attname::text from unnest(k.confkey) with ordinality u(number, place)
                       join pg_attribute a on a.attrelid = p.oid and a.attnum = u.number order by u.place) as parent_columns
          from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
          join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
         where k.contype = 'f' and n.nspname in (\(schema), 'shared') and not c.relispartition
         order by 1, 2, 3
        """
    }
}
