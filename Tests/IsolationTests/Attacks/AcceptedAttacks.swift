import Postgres
import Tenancy

/// What PostgreSQL lets any login see or do whatever rights it has, tried so that it stays known.
///
/// None of it shows a row or a value of the victim. It tells how much there is and what is busy, and
/// only to one who can already run SQL of their own as the application. Two more are not tried here,
/// for they would reach the other tests of the cluster: the login may change its own password and its
/// own default settings; and it may lock a table that it may write, until its transaction ends.
enum AcceptedAttacks {
    static let all: [Attack] = [
        Attack("accepted: how many rows the policy hid, by explain analyze", .harmless) { arena in
            ["explain (analyze, timing off) select city_code from \(identifier: arena.victim.schema).cities"]
        },
        Attack("accepted: how large tables are", .harmless) { arena in
            [
                """
                select c.reltuples from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = \(arena.victim.schema)
                """,
                "select n_live_tup from pg_stat_user_tables where schemaname = \(arena.victim.schema)",
            ]
        },
        Attack("accepted: which tables are in use", .harmless) { _ in ["select relation, mode from pg_locks"] },
        Attack("accepted: a lock by number, until the transaction ends", .harmless) { _ in
            ["select pg_advisory_xact_lock(1)"]
        },
    ]
}
