import Foundation
import Metrics
import Postgres
import Synchronization
package import Tenancy
package import Vocabulary
package import Web

/// The keys that this process has met, so that a request with one needs no look into the table. A tenant's are
/// let go of when its site changes, and each after a few seconds: a process that has lost its listener may believe
/// a revoked key for so long, and no longer.
package final class KnownKeys: Sendable {
    static let keptSeconds: TimeInterval = 5
    /// Keys, over all tenants; at the bound all are forgotten.
    static let keysMax = 20_000

    private struct Name: Hashable {
        let tenant: TenantID
        let digest: [UInt8]
    }

    private struct Held: Sendable {
        let key: APIKey
        let readAt: Date
    }

    private let tenants: TenantDatabase
    private let clock: WallClock
    private let held = Mutex<[Name: Held]>([:])

    package init(tenants: TenantDatabase, clock: WallClock) {
        self.tenants = tenants
        self.clock = clock
    }

    /// Throws `auth.required` for a key that is unknown, over, or of another kind of tenant, and for one that is
    /// shown from elsewhere than it may be.
    package func caller(
        _ secret: APIKeySecret, _ entry: TenantEntry, _ place: CredentialCheck.Place
    ) async throws -> Caller {
        guard secret.isTest == entry.isTest else { throw Problem.authRequired }
        let key = try await key(secret, entry)
        guard let key, key.allows(place.address) else {
            Self.refused.increment()
            throw Problem.authRequired
        }
        return Caller(.key(key.id), rights: key.rights, label: key.name, limitPerHour: key.limitPerHour)
    }

    package func forget(_ tenant: TenantID) {
        held.withLock { held in held = held.filter { $0.key.tenant != tenant } }
    }

    private func key(_ secret: APIKeySecret, _ entry: TenantEntry) async throws -> APIKey? {
        let name = Name(tenant: entry.id, digest: secret.digest)
        let now = clock.now()
        if let found = held.withLock({ $0[name] }), abs(now.timeIntervalSince(found.readAt)) < Self.keptSeconds,
            found.key.expiresAt.map({ $0 > now }) ?? true
        {
            return found.key
        }
        let scope = tenants.scope(entry)
        guard let row = try await scope.run(APIKeyStore.find(digest: secret.digest)).first else {
            _ = held.withLock { $0.removeValue(forKey: name) }
            return nil
        }
        let key = try APIKey(row)
        _ = try await scope.run(APIKeyStore.touch(key.id))
        held.withLock { held in
            if held.count >= Self.keysMax { held.removeAll() }
            held[name] = Held(key: key, readAt: now)
        }
        return key
    }

    private static let refused = Counter(label: "identity_api_keys_refused")
}
