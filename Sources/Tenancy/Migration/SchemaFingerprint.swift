import Postgres

/// A digest of what a schema's catalogue says — columns, constraints, indexes, policies, triggers,
/// rights — without the schema's name, so that two tenants' schemas can be compared.
extension FleetMigration {
    package struct Drift: Hashable, Sendable {
        package let schema: String
        package let recorded: String?
        package let found: String
    }

    /// Schemas whose catalogue is no longer what the migration left there.
    package func drift() async throws -> [Drift] {
        let schemas = try await names(
            "select name from platform.schemas where name <> 'platform' and name <> 'shared' and version > 0")
        let rows = try await pool.single(
            """
            select s.name, s.fingerprint, f.fingerprint as found
              from platform.schemas s join (\(fragment: Self.fingerprints(of: schemas))) f on f.name = s.name
             where s.fingerprint is distinct from f.fingerprint
             order by s.name
            """)
        return try rows.map {
            Drift(schema: try $0.get("name"), recorded: try $0.get("fingerprint"), found: try $0.get("found"))
        }
    }

    /// A migration empties the fingerprint in its own transaction; here it is set anew. Killed between
    /// the two, the next run finds it empty.
    ///
    /// The same steps leave the same catalogue, so one schema of each version is read for all of it: a
    /// thousand would take far longer than their migration, and one that was altered before would pass.
    func recordMissingFingerprints() async throws {
        let rows = try await pool.single(
            """
            select version, min(name) as pattern from platform.schemas
             where fingerprint is null and version > 0 and name <> 'platform' and name <> 'shared' group by version
            """)
        for row in rows {
            let pattern: String = try row.get("pattern")
            _ = try await pool.single(
                """
                update platform.schemas s set fingerprint = f.fingerprint
                  from (\(fragment: Self.fingerprints(of: [pattern]))) f
                 where s.fingerprint is null and s.version = \(try row.get("version", as: Int32.self))
                   and s.name <> 'platform' and s.name <> 'shared'
                """)
        }
    }

    private func names(_ statement: SQL) async throws -> [String] {
        try await pool.single(statement).map { try $0.get("name") }
    }

    /// One row a schema, by names alone: another server has other numbers for the same roles. Each line of the catalogue is hashed apart and the hashes are added up as a
    /// sorted text, all schemas in one pass.
    private static func fingerprints(of schemas: [String]) -> SQL {
        """
        select name, md5(string_agg(md5(line), '' order by line)) as fingerprint from (
          select n.nspname::text as name,
                 concat_ws('|', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                           pg_get_expr(d.adbin, d.adrelid)) as line
            from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v')
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
          union all
          select n.nspname::text, concat_ws('|', 'table', c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
                                      replace(c.relacl::text, n.nspname, ''))
            from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v')
          union all
          select n.nspname::text, concat_ws('|', 'constraint', c.relname, k.conname,
                                      replace(pg_get_constraintdef(k.oid), n.nspname || '.', ''))
            from pg_namespace n join pg_class c on c.relnamespace = n.oid join pg_constraint k on k.conrelid = c.oid
          union all
          select n.nspname::text, concat_ws('|', 'index', i.relname,
                                      replace(pg_get_indexdef(x.indexrelid), n.nspname || '.', ''))
            from pg_namespace n join pg_class c on c.relnamespace = n.oid
            join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
          union all
          select n.nspname::text, concat_ws('|', 'policy', c.relname, p.polname, p.polcmd,
                                      array(select r.rolname from pg_roles r where r.oid = any(p.polroles) order by 1)::text,
                                      pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
            from pg_namespace n join pg_class c on c.relnamespace = n.oid join pg_policy p on p.polrelid = c.oid
          union all
          select n.nspname::text, concat_ws('|', 'trigger', c.relname,
                                      replace(pg_get_triggerdef(t.oid), n.nspname || '.', ''))
            from pg_namespace n join pg_class c on c.relnamespace = n.oid
            join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
          union all
          select n.nspname::text, concat_ws('|', 'function', p.proname, pg_get_function_identity_arguments(p.oid),
                                      p.prosrc, p.prosecdef, p.proowner::regrole)
            from pg_namespace n join pg_proc p on p.pronamespace = n.oid
        ) as lines where name = any(\(schemas)) group by name
        """
    }
}
