import Postgres
import Vocabulary

/// How many rows a table has and what they come to, whatever order they lie in.
package struct TableDigest: Codable, Hashable, Sendable {
    /// Schema and name: `pooled.bookings`.
    package let table: String
    package let rows: Int
    /// Two sums over halves of each row's MD5: for telling a difference, not for proving against a forger,
    /// who is told by the SHA-256 of the dump's files.
    package let digest: String
}

/// A table by its schema and name.
struct TableName: Hashable, Sendable, CustomStringConvertible {
    let schema: String
    let name: String

    var description: String { "\(schema).\(name)" }
    var sql: SQL { "\(identifier: schema).\(identifier: name)" }
}

/// Reads digests. All of one run come from one transaction, and so from one snapshot.
struct DigestReader: Sendable {
    /// Statements in one round trip.
    static let batchMax = 50

    /// Rows as text depend on the session; these settings make them the same everywhere.
    static let settings = """
        set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
        set local bytea_output = 'hex'; set local extra_float_digits = 1; set local xmlbinary = 'base64';
        """

    let connection: PostgresConnection

    /// Every table with rows of its own, in order.
    func tables() async throws -> [TableName] {
        let rows = try await connection.run(
            """
            select n.nspname::text as schema_name, c.relname::text as name
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and c.relpersistence = 'p'
               and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
             order by n.nspname collate "C", c.relname collate "C"
            """)
        return try rows.map { TableName(schema: try $0.get("schema_name"), name: try $0.get("name")) }
    }

    /// Of the whole table, or of one tenant's rows in it.
    func digests(_ tables: [TableName], of tenant: TenantID? = nil) async throws -> [TableDigest] {
        var digests: [TableDigest] = []
        for start in stride(from: 0, to: tables.count, by: Self.batchMax) {
            let batch = Array(tables[start..<min(start + Self.batchMax, tables.count)])
            let answers = try await connection.run(batch.map { Self.statement($0, tenant) })
            for (table, rows) in zip(batch, answers) {
                let row = try rows.only()
                digests.append(
                    TableDigest(table: table.description, rows: try row.get("rows"), digest: try row.get("digest")))
            }
        }
        return digests
    }

    private static func statement(_ table: TableName, _ tenant: TenantID?) -> SQL {
        let held: SQL = if let tenant { "where whole_row.tenant_id = \(tenant.uuid)" } else { "" }
        return """
            select count(*) as rows,
                   coalesce(sum(('x' || left(hash, 16))::bit(64)::bigint), 0)::text || ':'
                     || coalesce(sum(('x' || right(hash, 16))::bit(64)::bigint), 0)::text as digest
              from (select md5(whole_row::text) as hash
                      from \(fragment: table.sql) whole_row \(fragment: held)) as hashed
            """
    }
}
