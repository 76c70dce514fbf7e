import Postgres
import Tenancy

/// The token is a setting, and so is the search path: whoever can change settings tries to be another.
enum SettingAttacks {
    static let all: [Attack] = tokens + paths + sessions + privileged

    private static let tokens: [Attack] = [
        Attack("set_config: another token for this transaction", .refused(Attack.insufficientPrivilege)) { arena in
            let forged = "1.\(arena.victim.id).1.1.9999999999.00"
            return ["select set_config('tenancy.token', \(forged), true)", victimRows(arena)]
        },
        Attack("set_config: another token for the session", .refused(Attack.insufficientPrivilege)) { arena in
            let forged = "1.\(arena.victim.id).1.1.9999999999.00"
            return ["select set_config('tenancy.token', \(forged), false)", victimRows(arena)]
        },
        Attack("set_config: the own token for the session, left behind", .harmless) { _ in
            ["select set_config('tenancy.token', current_setting('tenancy.token'), false)"]
        },
        Attack("set: an own setting named like a tenant", .blind) { arena in
            ["select set_config('tenancy.tenant', \("\(arena.victim.id)"), false)", victimRows(arena)]
        },
        Attack("reset: the token", .blind) { ["reset tenancy.token", everyRow($0)] },
        Attack("reset: everything", .blind) { ["reset all", everyRow($0)] },
        Attack("set: no token through a savepoint", .blind) { arena in
            ["savepoint s", "select set_config('tenancy.token', '', true)", everyRow(arena)]
        },
    ]

    private static let paths: [Attack] = [
        Attack("set_config: the victim's schema as path, for the session", .blind) { arena in
            let path = "\(arena.victim.schema), shared"
            return ["select set_config('search_path', \(path), false)", victimRows(arena)]
        },
        Attack("set: temporary objects before real ones", .harmless) { _ in
            ["set session search_path = pg_temp, platform, tenancy, public"]
        },
        Attack("set_config: spelt with unicode escapes, which no reading of the text finds", .harmless) { _ in
            [#"select U&"set!005fconfig" uescape '!' ('search_path', 'platform', false)"#]
        },
        Attack("set_config: read-only for whoever comes next, spelt with escapes", .harmless) { _ in
            [#"select U&"set\005fconfig"('default_transaction_read_only', 'on', false)"#]
        },
    ]

    /// Each is anybody's right; none may outlive the lease.
    private static let sessions: [Attack] = [
        Attack("set: read-only for the session", .harmless) { _ in
            ["set session characteristics as transaction read only"]
        },
        Attack("set: a millisecond for each statement", .harmless) { _ in ["set statement_timeout = 1"] },
        Attack("set: another encoding", .harmless) { _ in ["set client_encoding = 'LATIN1'"] },
        Attack("set: strings with backslashes", .harmless) { _ in ["set standard_conforming_strings = off"] },
        Attack("set: another date style and zone", .harmless) { _ in
            ["set datestyle = 'German'", "set timezone = 'Asia/Tokyo'"]
        },
        Attack("do: a session setting inside a block", .harmless) { _ in
            ["do $$ begin perform set_config('default_transaction_read_only', 'on', false); end $$"]
        },
        Attack("set: row_security off, for the session", .harmless) { _ in ["set row_security = off"] },
        Attack("set: row_security off, then read", .refused(Attack.insufficientPrivilege)) { arena in
            ["select set_config('row_security', 'off', true)", everyRow(arena)]
        },
    ]

    private static let privileged: [Attack] = [
        .forbidden("set_config: session_replication_role, which silences triggers") { _ in
            "select set_config('session_replication_role', 'replica', true)"
        },
        .forbidden("set: session_replication_role") { _ in "set session_replication_role = replica" },
        .forbidden("set_config: role") { _ in "select set_config('role', 'travelhub_owner', true)" },
        .forbidden("set role: owner") { _ in "set role travelhub_owner" },
        .forbidden("set role: worker, who claims everyone's jobs") { _ in "set role travelhub_worker" },
        .forbidden("set role: trigger") { _ in "set local role travelhub_trigger" },
        .forbidden("set session authorization: owner") { _ in "set session authorization travelhub_owner" },
        .forbidden("set: the log shows every statement") { _ in "set log_statement = 'all'" },
        .forbidden("update: pg_settings") { _ in
            "update pg_settings set setting = 'off' where name = 'row_security'"
        },
        Attack("reset: role and authorization", .blind) { arena in
            ["reset role", "reset session authorization", victimRows(arena)]
        },
    ]

    static func victimRows(_ arena: Arena) -> SQL {
        "select city_code from \(identifier: arena.victim.schema).cities where tenant_id = \(arena.victim.id)"
    }

    static func everyRow(_ arena: Arena) -> SQL {
        "select city_code from \(identifier: arena.victim.schema).cities"
    }
}
