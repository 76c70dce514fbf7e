package import Logging
package import Postgres

/// Makes a tenant's own schema and brings it to this release. Needs the owner's rights, which only
/// the command line and the worker hold.
package struct SchemaPreparation: Sendable {
    private let pool: PostgresPool
    private let plan: MigrationPlan
    private let logger: Logger

    /// `pool` logs in as `travelhub_owner`.
    package init(pool: PostgresPool, plan: MigrationPlan, logger: Logger) {
        self.pool = pool
        self.plan = plan
        self.logger = logger
    }

    /// Repeated after a crash it goes on where it was.
    package func prepare(_ schema: String) async throws {
        if schema != TenantEntry.pooledSchema {
            try await pool.lease { connection in
                try await connection.script(
                    """
                    create schema if not exists \(schema);
                    grant usage on schema \(schema) to travelhub_app, travelhub_trigger;
                    insert into platform.schemas (name) values ('\(schema)') on conflict do nothing;
                    """)
            }
        }
        let row = try await pool.single("select version from platform.schemas where name = \(schema)").only()
        let steps = plan.steps(of: .tenant, after: try row.get("version"))
        if !steps.isEmpty { try await SchemaMigration(pool: pool, logger: logger).run(schema: schema, steps: steps) }
        try await FleetMigration(pool: pool, plan: plan, logger: logger).recordMissingFingerprints()
    }

    /// A foreign key first checked on an empty table keeps a sequential plan; fresh figures end that.
    package func analyze(_ schema: String) async throws {
        let rows = try await pool.single("select tablename from pg_tables where schemaname = \(schema) order by 1")
        let names = try rows.map { try $0.get("tablename", as: String.self) }
        try await pool.lease { connection in
            try await connection.script(names.map { "analyze \(schema).\($0);" }.joined(separator: "\n"))
        }
    }
}
