import Foundation
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// Who an actor of a tenant's trail is, `account:…` or `key:…`.
package enum ActorIdentity: Hashable, Sendable {
    case account(name: String, email: EmailAddress, isStaff: Bool)
    case key(name: String, prefix: String)
    /// An account that was deleted, a key that ended long ago.
    case gone
}

/// Finds out who the actors of a page are, all of them in one round trip however many there are.
package struct ActorNames: Sendable {
    let parts: IdentityParts

    init(parts: IdentityParts) { self.parts = parts }

    /// Of those that are neither an account nor a key nothing is said.
    ///
    /// Throws `PostgresError`, `DataKeyError`.
    package func read(_ actors: Set<String>, in scope: TenantScope) async throws -> [String: ActorIdentity] {
        let (accounts, keys) = (Self.named("account:", actors), Self.named("key:", actors))
        guard !(accounts.isEmpty && keys.isEmpty) else { return [:] }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let found = try await scope.run([AccountStore.names(Array(accounts.keys)), APIKeyStore.names(Array(keys.keys))])
        var known = Dictionary(
            uniqueKeysWithValues: (accounts.merging(keys) { $1 }).values.map { ($0, ActorIdentity.gone) })
        for row in found[0] {
            guard let actor = accounts[try row.get("account_id")],
                let email = EmailAddress(try key.open(try row.get("email_sealed"), field: Account.Field.email))
            else { throw UnreadableAccount() }
            known[actor] = .account(
                name: try key.open(try row.get("name_sealed"), field: Account.Field.name), email: email,
                isStaff: try row.get("is_staff"))
        }
        for row in found[1] {
            guard let actor = keys[try row.get("key_id")] else { continue }
            known[actor] = .key(name: try row.get("name"), prefix: try row.get("prefix"))
        }
        return known
    }

    private static func named(_ prefix: String, _ actors: Set<String>) -> [UUID: String] {
        let found = actors.compactMap { actor -> (UUID, String)? in
            guard actor.hasPrefix(prefix) else { return nil }
            return UUID(uuidString: String(actor.dropFirst(prefix.count))).map { ($0, actor) }
        }
        return Dictionary(found) { first, _ in first }
    }
}
