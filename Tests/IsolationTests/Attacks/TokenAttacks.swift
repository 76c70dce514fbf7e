import Foundation
import Postgres
import Tenancy
import TestSupport
import Vocabulary

/// Tokens that the platform did not make for this tenant, placement, backend and minute.
enum TokenAttacks {
    static let all: [Attack] =
        flips + made.map { Attack($0, .refused(Attack.insufficientPrivilege), token: $1, look) } + [
            Attack("token: empty", .blind, token: { _, _ in "" }, look),
            Attack("token: none, and a write", .refused(Attack.insufficientPrivilege), token: { _, _ in "" }) { arena in
                ["update \(identifier: arena.victim.schema).cities set zone = 'UTC' where false"]
            },
        ]

    private static let look: @Sendable (Arena) -> [SQL] = { arena in
        ["select city_code from \(identifier: arena.victim.schema).cities"]
    }

    /// One bit of the last character of each of the six parts.
    private static let flips: [Attack] = ["key", "tenant", "generation", "backend", "expiry", "mac"].enumerated().map {
        position, part in
        Attack(
            "token: a bit flipped in its \(part)", .refused(Attack.insufficientPrivilege),
            token: { arena, pid in
                var parts = arena.valid(pid).split(separator: ".").map(String.init)
                let last = parts[position].utf8.last ?? 0
                parts[position] = String(parts[position].dropLast()) + String(UnicodeScalar(last ^ 1))
                return parts.joined(separator: ".")
            }, look)
    }

    private static let made: [(String, Attack.Token)] = [
        (
            "token: signed with a key of one's own",
            { arena, pid in
                arena.signer("1:" + String(repeating: "99", count: 32)).token(for: arena.victim, backendPID: pid)
            }
        ),
        (
            "token: key that does not exist",
            { arena, pid in
                arena.signer("7:" + String(repeating: "99", count: 32)).token(for: arena.victim, backendPID: pid)
            }
        ),
        (
            "token: retired key",
            { arena, pid in
                arena.signer(Arena.retiredKeyText).token(for: arena.attacker, backendPID: pid)
            }
        ),
        ("token: without its mac", { arena, pid in arena.swapped(pid).dropLastPart() }),
        ("token: an empty mac", { arena, pid in arena.swapped(pid).dropLastPart() + "." }),
        ("token: the victim put in the place of the attacker", { arena, pid in arena.swapped(pid) }),
        (
            "token: a valid one and a seventh part",
            { arena, pid in
                arena.valid(pid) + "." + arena.victim.id.description
            }
        ),
        (
            "token: a forged one hidden behind a semicolon",
            { arena, pid in
                arena.valid(pid) + ";" + arena.swapped(pid)
            }
        ),
        ("token: a forged one before a valid one", { arena, pid in arena.swapped(pid) + ";" + arena.valid(pid) }),
        (
            "token: SQL in place of the tenant",
            { arena, pid in
                arena.valid(pid).replacingOccurrences(
                    of: "\(arena.attacker.id)", with: "\(arena.victim.id)'::uuid or true --")
            }
        ),
        ("token: not a token at all", { arena, _ in "\(arena.victim.id)" }),
        ("token: numbers out of range", { arena, pid in "99999999999.\(arena.victim.id).1.\(pid).9999999999.00" }),
        (
            "token: expired",
            { arena, pid in
                let past = ManualClock(Date(timeIntervalSince1970: 1_700_000_000)).wallClock
                return arena.signer(clock: past).token(for: arena.attacker, backendPID: pid)
            }
        ),
        ("token: of another backend", { arena, _ in arena.valid(arena.strangerPID) }),
        (
            "token: of an older placement",
            { arena, pid in
                arena.signer().token(for: arena.attackerBefore, backendPID: pid)
            }
        ),
        (
            "token: of a tenant that was never placed",
            { arena, pid in
                let stranger = TenantEntry(
                    id: TenantID(UUID()), number: 99, generation: 1, version: 1, isolation: .pooled, state: .active)
                return arena.signer().token(for: stranger, backendPID: pid)
            }
        ),
    ]
}

extension Arena {
    func signer(clock: WallClock = .system) -> TenantTokenSigner {
        TenantTokenSigner(keys: fleet.masterKeys, clock: clock)
    }

    /// Of a key that the test made up; a key that cannot be read falls back to one that is refused all the same.
    fileprivate func signer(_ keyText: String) -> TenantTokenSigner {
        TenantTokenSigner(keys: (try? MasterKeys(keyText)) ?? fleet.masterKeys, clock: .system)
    }

    fileprivate func valid(_ pid: Int32) -> String { signer().token(for: attacker, backendPID: pid) }

    fileprivate func swapped(_ pid: Int32) -> String {
        valid(pid).replacingOccurrences(of: "\(attacker.id)", with: "\(victim.id)")
    }
}

extension String {
    fileprivate func dropLastPart() -> String { split(separator: ".").dropLast().joined(separator: ".") }
}
