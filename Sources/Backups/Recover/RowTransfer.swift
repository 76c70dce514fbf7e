import Postgres
import Vocabulary

/// Carries one tenant's rows from the database beside into the live one, as PostgreSQL's own text of each
/// row: every value comes out as it went in, whatever its type.
///
/// Writes as `travelhub_owner`, whose maintenance policy sees all rows and whom no policy lets further
/// than its tables. It works in a superuser's session, which alone may silence the counting triggers: they
/// are silent in this transaction only, and nobody else waits for a lock on the table.
struct RowTransfer: Sendable {
    let origin: PostgresConnection
    let live: PostgresConnection
    let tenant: TenantID

    func begin() async throws {
        try await live.script(
            """
            begin; \(DigestReader.settings)
            set local role travelhub_owner;
            create temporary table recovering (line text not null) on commit drop;
            """)
    }

    func clear(_ table: RecoveredTable) async throws {
        guard table.treatment != .completed else { return }
        // No worker of today holds the epoch that the highest of these makes.
        if table.treatment == .requeued { try await keepHighestEpoch() }
        try await silencing(table) {
            _ = try await live.run("delete from \(fragment: table.name.sql) where tenant_id = \(tenant.uuid)")
        }
    }

    func fill(_ table: RecoveredTable) async throws {
        guard table.treatment != .dropped else { return }
        try await stage(table.name)
        try await silencing(table) {
            _ = try await live.run(
                """
                insert into \(fragment: table.name.sql) (\(fragment: Self.list(table.columns)))
                \(fragment: Self.staged(table.name, table.columns))
                \(fragment: table.treatment == .completed ? "on conflict do nothing" : "")
                """)
        }
        if table.hasCounters { try await verifyReferences(table) }
        if table.treatment == .requeued { try await requeue() }
    }

    /// The tenant's rows of a table with `tenant_id`, as lines of `recovering`.
    func stage(_ table: TableName) async throws {
        _ = try await live.run("truncate recovering")
        _ = try await origin.run(
            """
            declare recovering no scroll cursor for
              select whole_row::text as line from \(fragment: table.sql) whole_row where tenant_id = \(tenant.uuid)
            """)
        while true {
            // Few enough that even releases with their pictures fit in memory.
            let rows = try await origin.run("fetch 200 from recovering")
            guard !rows.isEmpty else { break }
            let lines = try rows.map { CopyRow(try $0.get("line", as: String.self)) }
            try await live.copyIn(table: "recovering", columns: ["line"], rows: lines)
        }
        _ = try await origin.run("close recovering")
    }

    /// The lines as rows of `table` again. Each is read once, and not once for every column.
    static func staged(_ table: TableName, _ columns: [String]) -> SQL {
        let fields = columns.map { name -> SQL in "(r.whole_row).\(identifier: name)" }
        return """
            select \(fragment: fields.joined(separator: ", "))
              from (select line::\(fragment: table.sql) as whole_row from recovering offset 0) r
            """
    }

    static func list(_ columns: [String]) -> SQL {
        columns.map { name -> SQL in "\(identifier: name)" }.joined(separator: ", ")
    }

    private func silencing(_ table: RecoveredTable, _ body: () async throws -> Void) async throws {
        guard table.hasCounters else { return try await body() }
        try await live.script(
            "reset role; set local session_replication_role = replica; set local role travelhub_owner")
        try await body()
        try await live.script("reset role; set local session_replication_role = origin; set local role travelhub_owner")
    }

    /// Silent triggers include those of foreign keys, so what they would have seen is asked for.
    private func verifyReferences(_ table: RecoveredTable) async throws {
        for reference in table.references {
            let pairs = zip(reference.parentColumns, reference.columns).map { parent, child -> SQL in
                "p.\(identifier: parent) = c.\(identifier: child)"
            }
            let given = reference.columns.map { name -> SQL in "c.\(identifier: name) is not null" }
            let broken: Int = try await live.run(
                """
                select count(*) as count from \(fragment: table.name.sql) c
                 where c.tenant_id = \(tenant.uuid) and \(fragment: given.joined(separator: " and "))
                   and not exists (select from \(fragment: reference.parent.sql) p
                                    where \(fragment: pairs.joined(separator: " and ")))
                """
            ).only().get("count")
            guard broken == 0 else {
                throw BackupFault.tenant(.brokenReference(constraint: reference.constraint, rows: broken))
            }
        }
    }

    private func keepHighestEpoch() async throws {
        _ = try await live.run(
            """
            select set_config('recovering.epoch',
                              (select coalesce(max(epoch), 0) from shared.jobs where tenant_id = \(tenant.uuid))::text, true)
            """)
    }

    private func requeue() async throws {
        _ = try await live.run(
            """
            update shared.jobs
               set epoch = greatest(epoch, current_setting('recovering.epoch')::bigint) + 1, leased_until = null,
                   leased_by = null, state = case state when 'running' then 'ready' else state end
             where tenant_id = \(tenant.uuid)
            """)
    }
}
