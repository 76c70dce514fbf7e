import Foundation
import Postgres
import Synchronization
package import Tenancy
package import Vocabulary

/// The keys of each tenant that this process met, and their change without a gap: the next key is published
/// days before it signs, so that whoever keeps the published set has it by then.
package final class SigningKeys: Sendable {
    /// Read again after so long: another process may have made one.
    static let keptSeconds: TimeInterval = 60
    /// Somebody who makes up key identifiers does not have us read the table each time.
    static let strangeSeconds: TimeInterval = 5
    static let tenantsMax = 1_000

    private struct Held: Sendable {
        let keys: [SigningKey]
        let readAt: Date
    }

    private let dataKeys: DataKeys
    private let secrets: SecretSource
    private let clock: WallClock
    private let held = Mutex<[TenantID: Held]>([:])

    package init(dataKeys: DataKeys, secrets: SecretSource, clock: WallClock) {
        self.dataKeys = dataKeys
        self.secrets = secrets
        self.clock = clock
    }

    /// The key to sign with now; the tenant's first is made here.
    func signer(_ scope: TenantScope) async throws -> SigningKey {
        // By the time of each look: a key made meanwhile signs from a second that the first look had not seen yet.
        func fit(_ keys: [SigningKey]) -> SigningKey? {
            let now = clock.now()
            return keys.last { $0.signsFrom <= now && now < $0.signsUntil }
        }
        if let key = fit(try await keys(scope, youngerThan: Self.keptSeconds)) { return key }
        _ = try await renew(scope)
        guard let key = fit(try await read(scope)) else { throw NoSigningKey() }
        return key
    }

    /// The key that a token names, while it checks; nil for one that this tenant does not have.
    func verifier(_ id: String, _ scope: TenantScope) async throws -> SigningKey? {
        let now = clock.now()
        func find(_ keys: [SigningKey]) -> SigningKey? { keys.first { $0.id == id && now < $0.verifiesUntil } }
        if let key = find(try await keys(scope, youngerThan: Self.keptSeconds)) { return key }
        return find(try await keys(scope, youngerThan: Self.strangeSeconds))
    }

    /// What is published: keys that check, and those that will sign.
    package func published(_ scope: TenantScope) async throws -> [SigningKey] {
        let now = clock.now()
        _ = try await signer(scope)
        return try await keys(scope, youngerThan: Self.keptSeconds).filter { now < $0.verifiesUntil }
    }

    /// Makes the key that signs next when its time has come, and lets go of those that check nothing any more.
    /// True when one was made. Two processes at once may each make one; both are good.
    package func renew(_ scope: TenantScope) async throws -> Bool {
        // Whole seconds: the table rounds, and a key that signs from a moment ahead would sign nothing now.
        let now = Date(timeIntervalSince1970: clock.now().timeIntervalSince1970.rounded(.down))
        let key = try await dataKeys.key(of: scope.tenant)
        let made = try await scope.transaction { tx in
            _ = try await tx.run("delete from signing_keys where verifies_until < \(now)")
            let row = try await tx.run("select max(signs_until) as last from signing_keys").only()
            let last = try row.get("last", as: Date?.self)
            let early = SigningKey.announcedSeconds + RenewSigningKeys.everySeconds
            if let last, last.timeIntervalSince(now) > TimeInterval(early) { return false }
            _ = try await tx.run(try SigningKey.insert(signsFrom: max(last ?? now, now), self.secrets, key))
            return true
        }
        if made { forget(scope.tenant) }
        return made
    }

    package func forget(_ tenant: TenantID) { held.withLock { $0[tenant] = nil } }

    private func keys(_ scope: TenantScope, youngerThan seconds: TimeInterval) async throws -> [SigningKey] {
        let now = clock.now()
        if let held = held.withLock({ $0[scope.tenant] }), abs(now.timeIntervalSince(held.readAt)) < seconds {
            return held.keys
        }
        return try await read(scope)
    }

    private func read(_ scope: TenantScope) async throws -> [SigningKey] {
        let key = try await dataKeys.key(of: scope.tenant)
        let rows = try await scope.run(
            """
            select key_id, private_sealed, public_jwk::text as public_jwk, signs_from, signs_until, verifies_until
              from signing_keys order by signs_from
            """)
        var keys: [SigningKey] = []
        for row in rows { keys.append(try await SigningKey(row, key)) }
        let found = Held(keys: keys, readAt: clock.now())
        held.withLock { held in
            if held.count >= Self.tenantsMax, held[scope.tenant] == nil { held.removeAll() }
            held[scope.tenant] = found
        }
        return keys
    }
}

/// A key was just made and is not there.
struct NoSigningKey: Error {}
