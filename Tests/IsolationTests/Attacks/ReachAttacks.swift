import Postgres
import Tenancy

/// Reaches past tenants' tables: signing keys, the platform, other sessions, the server's files.
enum ReachAttacks {
    static let all: [Attack] = tables + sessions + objects

    private static let tables: [Attack] = [
        .forbidden("reach: signing keys") { _ in "select inner_pad from tenancy.token_keys" },
        .forbidden("reach: placements") { _ in "select tenant_id from tenancy.placements" },
        .forbidden("reach: partners") { _ in "select slug from platform.tenants" },
        .forbidden("reach: data keys") { _ in "select wrapped_key from platform.data_keys" },
        .forbidden("reach: a partition by name") { arena in
            "select action from shared.\(identifier: arena.partition)"
        },
        .forbidden("reach: into a partition by name") { arena in
            """
            insert into shared.\(identifier: arena.partition)
              (tenant_id, entry_id, action, actor, subject_kind, subject_id)
            values (\(arena.victim.id), \(arena.victim.id), 'x', 'x', 'x', 'x')
            """
        },
        .forbidden("reach: the order of all tenants' events") { _ in
            "select last_position from shared.outbox_sequence"
        },
        .forbidden("reach: the making of partitions") { _ in "select shared.ensure_partitions(1)" },
        .forbidden("reach: the protection of tables") { _ in "select tenancy.protect('cities')" },
        .forbidden("reach: the platform's trigger") { _ in "select platform.follow_generation()" },
        .forbidden("reach: passwords") { _ in "select rolpassword from pg_authid" },
    ]

    private static let sessions: [Attack] = [
        .forbidden("session: what others run") { _ in "select query from pg_stat_activity" },
        .forbidden("session: what others run, by function") { _ in "select query from pg_stat_get_activity(null)" },
        .forbidden("session: what others run, by backend") { _ in
            "select pg_stat_get_backend_activity(b.number) from pg_stat_get_backend_idset() b(number)"
        },
        .forbidden("session: end another") { "select pg_terminate_backend(\($0.strangerPID))" },
        .forbidden("session: cancel another's statement") { "select pg_cancel_backend(\($0.strangerPID))" },
    ]

    private static let objects: [Attack] = [
        .forbidden("large object: made") { _ in "select lo_create(0)" },
        .forbidden("large object: from bytes") { _ in "select lo_from_bytea(0, ''::bytea)" },
        .forbidden("large object: read") { _ in "select lo_get(1)" },
        .forbidden("large object: from a file") { _ in "select lo_import('/etc/passwd')" },
        .forbidden("file: read") { _ in "select pg_read_file('postgresql.conf')" },
        .forbidden("file: listed") { _ in "select pg_ls_dir('.')" },
        .forbidden("text as SQL: ts_stat") { _ in
            "select word from ts_stat('select to_tsvector(city_code) from cities')"
        },
        .forbidden("code: loaded") { _ in "load '/tmp/loot.so'" },
    ]
}
