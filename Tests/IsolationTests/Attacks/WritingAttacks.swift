import Postgres
import Tenancy

/// Writes to the victim's rows, or of rows in its name.
enum WritingAttacks {
    static let all: [Attack] = foreign + unreached + columns

    private static let foreign: [Attack] = [
        .forbidden("insert: in the victim's name") { arena in
            """
            insert into \(identifier: arena.victim.schema).cities
              (tenant_id, city_code, country_code, latitude, longitude, zone)
            values (\(arena.victim.id), \(Arena.nowhere), 'FR', 0, 0, 'UTC')
            """
        },
        .forbidden("insert: in the victim's name, on conflict do nothing") { arena in
            """
            insert into \(identifier: arena.victim.schema).cities
              (tenant_id, city_code, country_code, latitude, longitude, zone)
            values (\(arena.victim.id), 'BER', 'FR', 0, 0, 'UTC') on conflict do nothing
            """
        },
        .forbidden("upsert: over the victim's row") { arena in
            """
            insert into \(identifier: arena.victim.schema).cities
              (tenant_id, city_code, country_code, latitude, longitude, zone)
            values (\(arena.victim.id), 'BER', 'FR', 0, 0, 'UTC')
            on conflict (tenant_id, city_code) do update set zone = 'UTC'
            """
        },
        .forbidden("update: an own row given to the victim") { arena in
            "update cities set tenant_id = \(arena.victim.id) where city_code = 'PAR'"
        },
        .forbidden("insert: an audit entry in the victim's name") { arena in
            """
            insert into shared.audit_entries (tenant_id, entry_id, action, actor, subject_kind, subject_id)
            values (\(arena.victim.id), \(arena.victim.id), 'x', 'x', 'x', 'x')
            """
        },
        .forbidden("insert: a job in the victim's name") { arena in
            """
            insert into shared.jobs (tenant_id, job_id, queue, kind, arguments, envelope)
            values (\(arena.victim.id), \(arena.victim.id), 'x', 'x', '', '')
            """
        },
    ]

    private static let unreached: [Attack] = [
        Attack("erase: the victim's part of the audit trail", .blind) { _ in
            // Both have an entry by the same name; the attacker's own may go.
            [
                """
                select 1 as one
                 where shared.erase_audit_entries(
                         gen_random_uuid(), 'test', 'booking', 'itself', '{}', 'x', null, null, null, null) > 1
                """
            ]
        },
        Attack("update: rows of the victim", .blind) { arena in
            ["update \(identifier: arena.victim.schema).cities set zone = 'UTC' where tenant_id = \(arena.victim.id)"]
        },
        Attack("update: through a join", .blind) { arena in
            [
                """
                update \(identifier: arena.victim.schema).cities v set zone = 'UTC'
                  from cities c where v.tenant_id <> c.tenant_id
                """
            ]
        },
        Attack("delete: rows of the victim", .blind) { arena in
            ["delete from \(identifier: arena.victim.schema).cities where tenant_id = \(arena.victim.id)"]
        },
        Attack("merge: into rows of the victim", .blind) { arena in
            [
                """
                merge into \(identifier: arena.victim.schema).cities v
                using (values ('BER'), ('TYO')) s(code) on v.city_code = s.code
                when matched then delete
                """
            ]
        },
        Attack("insert: what the victim has, copied", .blind) { arena in
            [
                """
                insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
                select \(arena.attacker.id), city_code, country_code, latitude, longitude, zone
                  from \(identifier: arena.victim.schema).cities where tenant_id = \(arena.victim.id)
                """
            ]
        },
    ]

    /// Rights on columns and on whole commands that even the own tenant lacks.
    private static let columns: [Attack] = [
        .forbidden("update: the count of rooms sold") { _ in "update room_nights set sold = 0" },
        .forbidden("update: the terms of a booking") { _ in "update bookings set conditions = '{}'" },
        .forbidden("update: the audit trail") { _ in "update shared.audit_entries set actor = 'nobody'" },
        .forbidden("delete: the audit trail") { _ in "delete from shared.audit_entries" },
    ]
}
