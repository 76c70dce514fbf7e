import Postgres
import Tenancy

/// Reads of the victim's rows with the attacker's valid token: around the policy, through it, past it.
enum ReadingAttacks {
    static let all: [Attack] = plain + leaks

    private static let plain: [Attack] = [
        Attack("select: rows of the victim", .blind) { [SettingAttacks.victimRows($0)] },
        Attack("select: for update", .blind) { arena in
            [SettingAttacks.victimRows(arena) + " for update"]
        },
        Attack("select: through a union, a lateral join and a subquery", .blind) { arena in
            [
                """
                with own as (select tenant_id, city_code from cities)
                select b.city_code from own a cross join lateral (
                  select v.city_code, v.tenant_id from \(identifier: arena.victim.schema).cities v
                   where v.tenant_id <> a.tenant_id
                  union all
                  select v.city_code, v.tenant_id from \(identifier: arena.victim.schema).cities v
                   where v.tenant_id = \(arena.victim.id)) b
                """
            ]
        },
        Attack("select: the shared audit trail", .blind) { arena in
            ["select action from shared.audit_entries where tenant_id = \(arena.victim.id)"]
        },
        Attack("select: who the token says one is", .blind) { arena in
            ["select 1 as one where tenancy.current_tenant() = \(arena.victim.id)"]
        },
        Attack("values: table command", .blind) { arena in
            ["select from (table \(identifier: arena.victim.schema).cities) c where c.city_code in ('BER', 'TYO')"]
        },
    ]

    /// A function in the condition would say what it was given, were it called before the policy.
    private static let leaks: [Attack] = [
        Attack("leak: division by zero over the victim's rows", .blind) { arena in
            [
                """
                select city_code from \(identifier: arena.victim.schema).cities
                 where 1 / (case when tenant_id = \(arena.victim.id) then 0 else 1 end) = 0
                """
            ]
        },
        Attack("leak: a cast whose error would quote the row", .blind) { arena in
            [
                """
                select city_code from \(identifier: arena.victim.schema).cities
                 where case when tenant_id = \(arena.victim.id) then city_code::integer else 0 end = 1
                """
            ]
        },
        Attack("leak: xml of the whole table", .blind) { arena in
            let table = "\(arena.victim.schema).cities"
            return ["select 1 as one where table_to_xml(\(table)::regclass, true, false, '')::text ~ 'BER|TYO'"]
        },
        .forbidden("leak: xml of a query") { _ in
            "select query_to_xml('select city_code from cities', true, false, '')"
        },
        Attack("leak: the planner's statistics of values", .blind) { arena in
            [
                """
                select attname::text from pg_stats
                 where schemaname = \(arena.victim.schema) and tablename = 'cities' and most_common_vals is not null
                """
            ]
        },
        .forbidden("leak: the statistics' own table") { _ in "select starelid from pg_statistic" },
    ]
}
