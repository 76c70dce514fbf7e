package import Foundation
import Postgres
package import Tenancy
package import Vocabulary
import Web

/// The ways by which somebody comes into their account without its password, as they see them and end them.
package struct LinkedIdentities: Sendable {
    static let listMax = 100

    let parts: IdentityParts

    package struct Link: Sendable {
        package let id: UUID
        package let slug: String
        package let name: String
        package let labels: ProviderLabels
        /// The address that the provider told; empty where it told none.
        package let email: String
        package let createdAt: Date
        package let usedAt: Date

        package func label(_ locale: LocaleTag) -> String { labels.label(locale, else: name) }
    }

    package func list(of account: UUID, in scope: TenantScope) async throws -> [Link] {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        return try await scope.run(LinkStore.list(of: account)).map { row in
            guard let labels = ProviderLabels(json: try row.get("labels", as: String.self)) else {
                throw UnreadableProvider()
            }
            return Link(
                id: try row.get("link_id"), slug: try row.get("slug"), name: try row.get("name"), labels: labels,
                email: try key.open(try row.get("label_sealed"), field: LinkStore.labelField),
                createdAt: try row.get("created_at"), usedAt: try row.get("used_at"))
        }
    }

    /// Its holder is written to: somebody else may have ended it.
    ///
    /// Throws `oidc.identity_not_found`, `oidc.last_way` where there is no password to come in by then.
    package func end(_ link: UUID, of account: UUID, _ actor: Actor, in scope: TenantScope) async throws {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        try await scope.transaction { tx in
            // Locked: of two links ended at once, the second one would be the last way.
            guard let row = try await tx.run(AccountStore.lock(account)).first else {
                throw IdentityError.accountNotFound
            }
            guard let gone = try await tx.run(LinkStore.delete(link, of: account)).first else {
                throw OpenIDError.identityNotFound
            }
            let left = try await tx.run(LinkStore.count(of: account)).only().get("linked", as: Int.self)
            let holder = try Account(row, key)
            guard holder.hasPassword || left > 0 else { throw OpenIDError.lastWay }
            let entry = actor.entry(
                "account.identity_unlinked", account, before: AuditWords.provider(try gone.get("slug")))
            _ = try await tx.run(parts.audit.statement(entry, tenant: tx.tenant))
            guard let labels = ProviderLabels(json: try gone.get("labels", as: String.self)) else {
                throw UnreadableProvider()
            }
            let provider = labels.label(holder.locale, else: try gone.get("name"))
            try await parts.post(.wayUnlinked(provider: provider), to: holder, in: tx)
        }
    }
}
