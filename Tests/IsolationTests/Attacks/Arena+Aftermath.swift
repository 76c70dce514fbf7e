import Postgres
import Tenancy
import TestSupport

extension Arena {
    /// What the connection, then the victim, then the attacker show after an attack: nothing left
    /// behind, each exactly its own rows, and a victim who can still write.
    func aftermath() async throws -> [String] {
        var complaints = try await leftovers()
        for (entry, cities) in [(victim, Self.victimCities), (attacker, Self.attackerCities)] {
            let seen = try await transaction(as: entry) { run in
                try await run(Self.cities).map {
                    (
                        try $0.get("tenant_id", as: String.self), try $0.get("city_code", as: String.self),
                        try $0.get("zone", as: String.self)
                    )
                }
            }
            let wanted = cities.map { ("\(entry.id)", $0, "Europe/Paris") }
            if !seen.elementsEqual(wanted, by: ==) { complaints.append("\(entry.schema) then sees \(seen)") }
            let entries = try await transaction(as: entry) { run in
                try await run("select entry_id from shared.audit_entries where action <> 'audit.erase'").count
            }
            if entries != 1 { complaints.append("\(entries) audit entries are seen then") }
        }
        let victim = victim
        let written = try await transaction(as: victim) { run in
            _ = try await run(Self.insertCity(victim)(Self.nowhere))
            return try await run("delete from cities where city_code = \(Self.nowhere)").affectedCount
        }
        if written != 1 { complaints.append("the victim's own write changed \(written) rows") }
        return complaints
    }

    private static let cities: SQL =
        "select tenant_id::text as tenant_id, city_code, zone from cities order by city_code"

    /// Read without any context: a lease begins with a connection as it was when it was opened.
    private func leftovers() async throws -> [String] {
        let row = try await fleet.app.single(
            """
            select coalesce(current_setting('tenancy.token', true), '') as token,
                   current_setting('role') as role, session_user::text as login,
                   coalesce((select string_agg(s.name, ',') from pg_settings s where s.source = 'session'), '')
                     as settings,
                   (select count(*) from pg_prepared_statements p where p.from_sql) as prepared,
                   (select count(*) from pg_cursors c where c.is_holdable) as cursors,
                   (select count(*) from pg_listening_channels()) as channels,
                   (select count(*) from pg_locks l where l.locktype = 'advisory' and l.pid = pg_backend_pid())
                     as locks,
                   pg_my_temp_schema()::bigint as temporary,
                   (select count(*) from pooled.cities) as rows_without_tenant
            """
        ).only()
        var complaints: [String] = []
        for (column, clean) in [("token", ""), ("role", "none"), ("login", "travelhub_app"), ("settings", "")] {
            let value: String = try row.get(column)
            if value != clean { complaints.append("leaves \(column) '\(value)'") }
        }
        for column in ["prepared", "cursors", "channels", "locks", "temporary", "rows_without_tenant"] {
            let count: Int64 = try row.get(column)
            if count != 0 { complaints.append("leaves \(column): \(count)") }
        }
        return complaints
    }
}
