import Postgres
import Tenancy

/// A question to the database that may be answered only one way, whether the victim has the row or not.
struct Oracle: Sendable, CustomStringConvertible {
    let description: String
    /// Given a city: one that only the victim has, or one that nobody has.
    let question: @Sendable (Arena, _ city: String) -> SQL

    static let all: [Oracle] = [
        Oracle(description: "oracle: unique, in the victim's name") { arena, city in
            insert(arena, arena.victim, city)
        },
        Oracle(description: "oracle: unique, in the own name") { arena, city in insert(arena, arena.attacker, city) },
        Oracle(description: "oracle: unique, silent on conflict") { arena, city in
            insert(arena, arena.victim, city) + " on conflict do nothing"
        },
        Oracle(description: "oracle: foreign key, in the own name") { arena, city in
            text(arena, arena.attacker, city, "'en'")
        },
        Oracle(description: "oracle: foreign key, in the victim's name") { arena, city in
            text(arena, arena.victim, city, "'en'")
        },
        Oracle(description: "oracle: check, in the victim's name") { arena, city in
            text(arena, arena.victim, city, "'xx'")
        },
        Oracle(description: "oracle: a row locked or not") { arena, city in
            "select zone from \(identifier: arena.victim.schema).cities where city_code = \(city) for update nowait"
        },
        Oracle(description: "oracle: a deletion that something refers to") { arena, city in
            "delete from \(identifier: arena.victim.schema).cities where city_code = \(city)"
        },
    ]

    private static func insert(_ arena: Arena, _ entry: TenantEntry, _ city: String) -> SQL {
        """
        insert into \(identifier: arena.victim.schema).cities
          (tenant_id, city_code, country_code, latitude, longitude, zone)
        values (\(entry.id), \(city), 'FR', 0, 0, 'UTC')
        """
    }

    private static func text(_ arena: Arena, _ entry: TenantEntry, _ city: String, _ locale: SQL) -> SQL {
        """
        insert into \(identifier: arena.victim.schema).city_texts (tenant_id, city_code, locale, name, search_key)
        values (\(entry.id), \(city), \(fragment: locale), 'x', 'x')
        """
    }
}

extension Arena {
    /// Complains when the two answers can be told apart.
    func consult(_ oracle: Oracle) async -> [String] {
        let present = await answer(oracle.question(self, Self.victimCities[0]))
        let absent = await answer(oracle.question(self, Self.nowhere))
        guard present != absent else { return [] }
        return ["\(oracle) [\(attacker.isolation.text)]: '\(present)' for a row that is there, else '\(absent)'"]
    }

    /// All that the caller learns, and nothing is kept of it.
    private func answer(_ question: SQL) async -> String {
        struct Undone: Error { let count: Int }
        do {
            return try await transaction(as: attacker) { run in
                throw Undone(count: try await run(question).affectedCount)
            }
        } catch let undone as Undone {
            return "\(undone.count) rows"
        } catch {
            let refusal = error.postgres
            return [refusal?.sqlState, refusal?.message, refusal?.constraint].compactMap { $0 }.joined(separator: " ")
        }
    }
}
