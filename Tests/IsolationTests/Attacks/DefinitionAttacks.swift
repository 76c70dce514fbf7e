import Postgres
import Tenancy

/// The application makes, changes and removes nothing that the catalogue holds.
enum DefinitionAttacks {
    static let all: [Attack] = making + changing

    private static let making: [Attack] = [
        .forbidden("create: a schema") { _ in "create schema loot" },
        .forbidden("create: a table") { "create table \(identifier: $0.attacker.schema).loot (id uuid)" },
        .forbidden("create: a view over the victim's rows") { arena in
            """
            create view \(identifier: arena.attacker.schema).loot
            as select city_code from \(identifier: arena.victim.schema).cities
            """
        },
        .forbidden("create: a function") { arena in
            """
            create function \(identifier: arena.attacker.schema).loot() returns bigint
            language sql security definer as 'select 1::bigint'
            """
        },
        .forbidden("create: a function in public") { _ in
            "create function public.loot(text) returns boolean language sql as 'select true'"
        },
        .forbidden("create: a function inside a block") { _ in
            "do $$ begin execute 'create function public.loot() returns integer language sql as ''select 1'''; end $$"
        },
        .forbidden("create: a sequence") { "create sequence \(identifier: $0.attacker.schema).loot" },
        .forbidden("create: a trigger") { arena in
            """
            create trigger loot before insert on \(identifier: arena.victim.schema).cities
            for each row execute function pg_catalog.suppress_redundant_updates_trigger()
            """
        },
        .forbidden("create: a policy") { "create policy loot on \(identifier: $0.victim.schema).cities using (true)" },
        .forbidden("create: a rewrite rule") { arena in
            "create rule loot as on insert to \(identifier: arena.victim.schema).cities do also notify loot"
        },
        .forbidden("create: an index, whose expression would see every row") { arena in
            "create unique index loot on \(identifier: arena.victim.schema).cities (city_code)"
        },
        .forbidden("create: an event trigger") { _ in
            "create event trigger loot on ddl_command_start execute function pg_catalog.event_trigger_in()"
        },
        .forbidden("create: a role") { _ in "create role loot superuser" },
        .forbidden("create: an extension") { _ in "create extension hstore" },
    ]

    private static let changing: [Attack] = [
        .forbidden("alter: row security off") { arena in
            "alter table \(identifier: arena.victim.schema).cities disable row level security"
        },
        .forbidden("alter: not forced") { arena in
            "alter table \(identifier: arena.victim.schema).cities no force row level security"
        },
        .forbidden("alter: triggers off") { "alter table \(identifier: $0.victim.schema).cities disable trigger all" },
        .forbidden("alter: the policy") { arena in
            "alter policy tenant on \(identifier: arena.victim.schema).cities using (true)"
        },
        .forbidden("drop: the policy") { "drop policy tenant on \(identifier: $0.victim.schema).cities" },
        .forbidden("alter: the check of the token") { _ in
            "alter function tenancy.current_tenant() security invoker"
        },
        .forbidden("replace: the check of the token") { _ in
            "create or replace function tenancy.current_tenant() returns uuid language sql as 'select null::uuid'"
        },
        .forbidden("alter: own role without row security") { _ in "alter role travelhub_app bypassrls" },
        .forbidden("grant: the owner to oneself") { _ in "grant travelhub_owner to travelhub_app" },
        .forbidden("truncate") { "truncate \(identifier: $0.victim.schema).cities cascade" },
        .forbidden("drop: a table") { "drop table \(identifier: $0.victim.schema).cities cascade" },
        .forbidden("drop: the connections of others") { _ in "drop owned by travelhub_owner" },
    ]
}
