import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@Suite("API keys")
struct KeyTests {
    private static let rights: Set<StaffRight> = [StaffRight(.texts, .read), StaffRight(.bookings, .write)]

    private func terms(
        rights: Set<StaffRight> = Self.rights, ranges: [String] = [], expiresAt: Date? = nil
    ) -> APIKeyTerms {
        APIKeyTerms(
            name: "shop", rights: rights, ranges: ranges.compactMap(AddressRange.init), limitPerHour: 500,
            expiresAt: expiresAt)
    }

    private func owner(_ house: House) async throws -> Caller {
        let member = try await house.member("owner@example.com")
        _ = try await house.feature.role.run(
            try member.account, to: .owner, from: .owner, Actor("test", requestID: nil), in: house.scope)
        return try await SignedIn(try await house.logIn("owner@example.com"), house).caller
    }

    @Test("A key opens its own tenant with its own rights, and is kept as a digest")
    func opens() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                let owner = try await owner(house)
                let made = try await house.feature.keys.make(terms(), by: owner, House.guest, in: house.scope)
                #expect(made.secret.description.wholeMatch(of: /sk_test_[0-9a-f]{64}/) != nil)
                let caller = try await house.bearer(made.secret.description)
                #expect(caller.name == "key:\(made.key.id.text)")
                #expect(caller.rights == Self.rights && caller.limitPerHour == 500)
                await #expect(throws: Problem.authRequired) { try await other.bearer(made.secret.description) }
                let live = made.secret.description.replacingOccurrences(of: "sk_test_", with: "sk_live_")
                await #expect(throws: Problem.authRequired) { try await house.bearer(live) }
                let rows = try await houses.fleet.admin.single(
                    "select k::text as row from \(identifier: house.entry.schema).api_keys k")
                for row in rows {
                    #expect(try !row.get("row", as: String.self).contains(made.secret.description.suffix(40)))
                }
            }
        }
    }

    @Test("A key counts only from its ranges, of either family")
    func ranges() async throws {
        try await TwoHouses.with { houses in
            let house = houses.schema
            let owner = try await owner(house)
            let made = try await house.feature.keys.make(
                terms(ranges: ["192.0.2.0/25", "2001:db8:7::/48"]), by: owner, House.guest, in: house.scope)
            let key = made.secret.description
            for (address, isGood) in [
                ("192.0.2.127", true), ("192.0.2.128", false), ("2001:db8:7:1::1", true), ("2001:db8:8::1", false),
                ("::ffff:192.0.2.5", true), ("nonsense", false),
            ] {
                let place = CredentialCheck.Place(address: address, userAgent: nil)
                #expect(((try? await house.bearer(key, place)) != nil) == isGood, "\(address)")
            }
        }
    }

    @Test("Nobody gives a key more than they may do themselves")
    func rights() async throws {
        try await TwoHouses.with { houses in
            let house = houses.pooled
            let member = try await house.member("agent@example.com")
            _ = try await house.feature.role.run(
                try member.account, to: .agent, from: .owner, Actor("test", requestID: nil), in: house.scope)
            let agent = try await SignedIn(try await house.logIn("agent@example.com"), house).caller
            await #expect(throws: Problem.permissionDenied(.staff(StaffRight(.texts, .read)))) {
                try await house.feature.keys.make(terms(), by: agent, House.guest, in: house.scope)
            }
        }
    }

    @Test("A successor takes over while the old key goes on; revoked, a key is over at once")
    func rotation() async throws {
        try await TwoHouses.with { houses in
            for (house, other) in houses.both {
                let owner = try await owner(house)
                let old = try await house.feature.keys.make(terms(), by: owner, House.guest, in: house.scope)
                await #expect(throws: IdentityError.keyNotFound) {
                    try await other.feature.keys.rotate(
                        old.key.id, overlapSeconds: 60, by: owner, House.guest, in: other.scope)
                }
                let new = try await house.feature.keys.rotate(
                    old.key.id, overlapSeconds: 3_600, by: owner, House.guest, in: house.scope)
                _ = try await house.bearer(old.secret.description)
                _ = try await house.bearer(new.secret.description)
                #expect(new.key.rights == old.key.rights)
                await #expect(throws: IdentityError.keyNotFound) {
                    try await house.feature.keys.rotate(
                        old.key.id, overlapSeconds: 60, by: owner, House.guest, in: house.scope)
                }
                try await house.feature.keys.revoke(new.key.id, House.guest, in: house.scope)
                await #expect(throws: Problem.authRequired) { try await house.bearer(new.secret.description) }
                let last = try await house.feature.keys.make(
                    terms(expiresAt: Date() + 60), by: owner, House.guest, in: house.scope)
                _ = try await house.bearer(last.secret.description)
                _ = try await house.scope.run(
                    "update api_keys set expires_at = clock_timestamp() where key_id = \(last.key.id)")
                house.feature.forget(house.entry.id)
                await #expect(throws: Problem.authRequired) { try await house.bearer(last.secret.description) }
            }
        }
    }

    @Test("A key that would be over when it is made is refused by its field, and one that is over has no successor")
    func over() async throws {
        try await TwoHouses.with { houses in
            for (house, _) in houses.both {
                let owner = try await owner(house)
                for end in [houses.clock.now, houses.clock.now - 1] {
                    await #expect(throws: IdentityError.invalid([.init("/expires_at", "time_past")])) {
                        try await house.feature.keys.make(
                            terms(expiresAt: end), by: owner, House.guest, in: house.scope)
                    }
                }
                let key = try await house.feature.keys.make(
                    terms(expiresAt: houses.clock.now + 60), by: owner, House.guest, in: house.scope)
                houses.clock.advance(bySeconds: 61)
                await #expect(throws: IdentityError.keyNotFound) {
                    try await house.feature.keys.rotate(
                        key.key.id, overlapSeconds: 60, by: owner, House.guest, in: house.scope)
                }
            }
        }
    }

    @Test("Of many who ask at once for the last key that a site may have, made or changed over, one gets it")
    func crowd() async throws {
        try await TwoHouses.with { houses in
            // The second finds room although the first is full by then.
            for (house, _) in houses.both {
                let owner = try await owner(house)
                let old = try await house.feature.keys.make(terms(), by: owner, House.guest, in: house.scope)
                _ = try await house.scope.run(
                    """
                    insert into api_keys (tenant_id, key_id, name, prefix, key_hash, rights, ranges, created_by)
                    select \(house.entry.id), gen_random_uuid(), 'k' || n, 'sk_test_000000', sha256(n::text::bytea), '{}',
                           '{}', 'test'
                      from generate_series(1, \(APIKey.keysMax - 1) - (select count(*)::integer from api_keys)) n
                    """)
                let outcomes = await withTaskGroup(of: String.self) { group in
                    for turn in 0..<12 {
                        group.addTask {
                            do {
                                let keys = house.feature.keys
                                _ =
                                    turn % 3 == 0
                                    ? try await keys.rotate(
                                        old.key.id, overlapSeconds: 3_600, by: owner, House.guest, in: house.scope)
                                    : try await keys.make(terms(), by: owner, House.guest, in: house.scope)
                                return "made"
                            } catch let problem as Problem {
                                return problem.code
                            } catch {
                                return "\(error)"
                            }
                        }
                    }
                    return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
                }
                #expect(outcomes == ["made": 1, "key.too_many": 11])
            }
        }
    }
}
