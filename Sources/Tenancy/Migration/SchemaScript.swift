/// The text that takes one schema from its version to the latest, in one transaction.
///
/// Sent as one simple query: a schema costs one round trip, and stands either before or after.
struct SchemaScript {
    let schema: String
    let steps: [Migration]

    /// How long a step waits for a lock before it gives way to the traffic and is tried again.
    static let lockTimeoutMilliseconds = 3_000

    /// `schema` is one of the migrator's own names (`pooled`, `t42`, …), checked by the ledger.
    var text: String {
        let bodies = steps.map { step in
            """
            \(step.up)
            ;
            \(Self.verify(step, in: schema))
            \(Self.record(step, in: schema))
            """
        }
        return """
            begin;
            set local lock_timeout = \(Self.lockTimeoutMilliseconds);
            set local search_path = \(searchPath);
            select set_config('tenancy.target_schema', '\(schema)', true);
            \(bodies.joined(separator: "\n"))
            update platform.schemas set version = \(steps.last?.number ?? 0), migrated_at = clock_timestamp(),
                   fingerprint = null
             where name = '\(schema)';
            commit;
            """
    }

    /// For a step that PostgreSQL refuses inside a transaction; it is written so that it can be repeated.
    static func loose(_ step: Migration, in schema: String) -> [String] {
        [
            "set search_path = \(schema), pg_temp",
            step.up,
            verify(step, in: schema) + record(step, in: schema)
                + "update platform.schemas set version = \(step.number), migrated_at = clock_timestamp(), "
                + "fingerprint = null where name = '\(schema)'",
        ]
    }

    private static func verify(_ step: Migration, in schema: String) -> String {
        """
        do $travelhub_check$ begin
          if not coalesce((\(step.check)), false) then
            raise exception 'check of \(step.label) failed in \(schema)' using errcode = 'assert_failure';
          end if;
        end $travelhub_check$;

        """
    }

    private var searchPath: String { schema == "platform" ? "platform, pg_temp" : "\(schema), pg_temp" }

    private static func record(_ step: Migration, in schema: String) -> String {
        """
        insert into platform.applied_migrations (schema_name, number, name, digest)
        values ('\(schema)', \(step.number), '\(step.name)', '\(step.digest)');
        """
    }
}
