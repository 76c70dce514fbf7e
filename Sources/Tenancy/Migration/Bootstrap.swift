import Foundation
package import Postgres

/// Makes the roles and the least privilege that migrations presuppose. Runs as the administrator of
/// the database; repeated, it changes nothing.
package struct Bootstrap: Sendable {
    /// What each login may do is granted by the migrations; here are only the roles themselves.
    package enum Role: String, CaseIterable, Sendable {
        case owner = "travelhub_owner"
        case app = "travelhub_app"
        case worker = "travelhub_worker"
        case platform = "travelhub_platform"
        case trigger = "travelhub_trigger"

        var canLogIn: Bool { self != .trigger }
    }

    let pool: PostgresPool
    /// Set as the password of the login roles; nil where the server trusts its private socket.
    let password: String?

    package init(pool: PostgresPool, password: String?) {
        self.pool = pool
        self.password = password
    }

    package func run() async throws {
        let database: String = try await pool.single("select current_database()::text as name").only().get("name")
        let isSuperuser: Bool = try await pool.single(
            "select rolsuper from pg_roles where rolname = current_user"
        ).only().get("rolsuper")
        let quoted = Self.identifier(database)
        var text = Role.allCases.map(script(for:)).joined(separator: "\n")
        text += """

            do $$ begin
              if not pg_has_role(current_user, 'travelhub_owner', 'member') then
                execute format('grant travelhub_owner to %I', current_user);
              end if;
            exception when unique_violation or internal_error then null; end $$;
            grant travelhub_trigger to travelhub_owner;
            alter database \(quoted) owner to travelhub_owner;
            revoke all on database \(quoted) from public;
            grant connect on database \(quoted) to travelhub_app, travelhub_worker, travelhub_platform;
            """
        if isSuperuser { text += Self.hardening }
        try await pool.lease { try await $0.script(text) }
    }

    /// Two processes may bootstrap at once (roles belong to the cluster), so a duplicate is no fault.
    private func script(for role: Role) -> String {
        let login = role.canLogIn ? "login" : "nologin"
        let secret = role.canLogIn ? password.map { " password \(Self.literal($0))" } ?? "" : ""
        let name = role.rawValue
        return """
            do $$ begin
              if not exists (select from pg_roles where rolname = '\(name)') then
                create role \(name) \(login) noinherit nosuperuser nocreatedb nocreaterole;
              end if;
              \(secret.isEmpty ? "" : "alter role \(name)\(secret);")
            exception when duplicate_object or unique_violation then null; end $$;
            """
    }

    /// What PostgreSQL lets every role do and no tenant's statement has a use for: waiting on another's
    /// session-wide lock, ending another's backend, reading its query, large objects, running text as SQL.
    private static let hardening = """

        revoke execute on function
          pg_catalog.pg_advisory_lock(bigint), pg_catalog.pg_advisory_lock(integer, integer),
          pg_catalog.pg_advisory_lock_shared(bigint), pg_catalog.pg_advisory_lock_shared(integer, integer),
          pg_catalog.pg_try_advisory_lock(bigint), pg_catalog.pg_try_advisory_lock(integer, integer),
          pg_catalog.pg_try_advisory_lock_shared(bigint), pg_catalog.pg_try_advisory_lock_shared(integer, integer),
          pg_catalog.pg_terminate_backend(integer, bigint), pg_catalog.pg_cancel_backend(integer),
          pg_catalog.pg_stat_get_activity(integer), pg_catalog.pg_stat_get_backend_activity(integer),
          pg_catalog.lo_create(oid), pg_catalog.lo_creat(integer), pg_catalog.lo_from_bytea(oid, bytea),
          pg_catalog.lo_open(oid, integer), pg_catalog.lo_get(oid), pg_catalog.lo_get(oid, bigint, integer),
          pg_catalog.lo_put(oid, bigint, bytea), pg_catalog.lo_unlink(oid),
          pg_catalog.query_to_xml(text, boolean, boolean, text),
          pg_catalog.query_to_xmlschema(text, boolean, boolean, text),
          pg_catalog.query_to_xml_and_xmlschema(text, boolean, boolean, text),
          pg_catalog.ts_stat(text), pg_catalog.ts_stat(text, text),
          pg_catalog.ts_rewrite(tsquery, text)
        from public;
        revoke select on pg_catalog.pg_stat_activity from public;
        revoke update on pg_catalog.pg_settings from public;
        grant execute on function
          pg_catalog.pg_try_advisory_lock(bigint), pg_catalog.pg_advisory_lock(bigint)
        to travelhub_owner, travelhub_worker;
        """

    private static func identifier(_ name: String) -> String {
        "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    private static func literal(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "'", with: "''") + "'"
    }
}
