import Postgres
import Tenancy

/// What outlives a transaction: statements, cursors, channels, locks, temporary objects. And scripts
/// that end the transaction to stand outside it.
enum SessionAttacks {
    static let all: [Attack] = statements + scripts + temporary

    private static let statements: [Attack] = [
        Attack("prepare: under the names that the driver uses", .harmless) { _ in
            [
                "prepare s1 as select 'poison'::text as city_code",
                "prepare s2 as select 'poison'::text as city_code",
                "prepare s9 as select 'poison'::text as city_code",
            ]
        },
        // The attacker's own commit was one of them.
        Attack("deallocate: everything the driver has prepared", .refused("26000")) { _ in ["deallocate all"] },
        Attack("cursor: held beyond the transaction", .harmless) { _ in
            ["declare loot cursor with hold for select city_code from cities"]
        },
        Attack("cursor: over the victim's rows", .blind) { arena in
            [
                """
                declare loot cursor for select city_code from \(identifier: arena.victim.schema).cities
                 where city_code = any(array['BER', 'TYO'])
                """, "fetch all from loot",
            ]
        },
        Attack("listen: to the platform's channel", .harmless) { _ in ["listen travelhub_tenants"] },
        Attack("notify: a hint that nothing follows from", .harmless) { _ in ["notify travelhub_tenants, 'x'"] },
        .forbidden("lock: for the session") { _ in "select pg_advisory_lock(1)" },
        .forbidden("lock: for the session, shared, tried") { _ in "select pg_try_advisory_lock_shared(1)" },
        Attack("lock: for the session, spelt with escapes", .refused(Attack.insufficientPrivilege)) { _ in
            [#"select U&"pg_advisory\005flock"(1)"#]
        },
    ]

    private static let scripts: [Attack] = [
        .script("script: commit, discard, read", .blind) { arena in
            "commit; discard plans; select city_code from \(arena.victim.schema).cities"
        },
        .script("script: commit and read without a transaction", .blind) { arena in
            "commit; select city_code from \(arena.victim.schema).cities"
        },
        .script("script: roll back and read", .blind) { "rollback; select city_code from \($0.victim.schema).cities" },
        .script("script: a session path, then a transaction left open", .harmless) {
            "commit; set search_path = \($0.victim.schema); begin; select city_code from cities"
        },
        .script("script: a transaction left failed", .refused("22012")) { _ in "select 1 / 0" },
        .script("script: deallocate behind the driver's back", .harmless) { _ in "commit; deallocate all" },
        .script("script: settings of every kind, committed", .harmless) { _ in
            "commit; set default_transaction_read_only = on; set row_security = off; listen a; "
                + "prepare s1 as select 1; select set_config('tenancy.token', 'x', false)"
        },
        .script("copy: to the client, which would stall the link", .cutOff) { _ in "copy cities to stdout" },
        .script("copy: into a table under row security", .refused("0A000")) { arena in
            "copy \(arena.victim.schema).cities from stdin"
        },
        .script("copy: to a file", .refused(Attack.insufficientPrivilege)) { _ in "copy cities to '/tmp/loot'" },
        .script("copy: to a program", .refused(Attack.insufficientPrivilege)) { _ in "copy cities to program 'cat'" },
    ]

    private static let temporary: [Attack] = [
        .forbidden("temporary: a table in place of a real one") { _ in
            "create temporary table cities (tenant_id uuid, city_code text, zone text)"
        },
        .forbidden("temporary: a view") { _ in "create temporary view cities as select 1 as one" },
        .forbidden("temporary: select into") { _ in "select city_code into temporary loot from cities" },
        .forbidden("temporary: a function in its schema") { _ in
            "create function pg_temp.lower(text) returns text language sql as 'select 1::text'"
        },
        .forbidden("temporary: a sequence") { _ in "create temporary sequence counting" },
    ]
}
