package import Foundation
import Postgres
package import Tenancy
import Vocabulary
import Web

/// Ends an account for good: the row and all that hangs on it, and what the audit trail tells of the person beside
/// what was done. Bookings stay, as guests' bookings, because the hotel still expects somebody and the books are kept.
package struct DeleteAccount: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// Throws `auth.password_wrong`, `attempts.too_many`, `staff.last_owner`, `overload`.
    package func run(_ id: UUID, password: String, _ actor: Actor, in scope: TenantScope) async throws {
        let account = try await ChangeAccount(parts: parts).proved(id, password, actor, in: scope)
        try await scope.transaction { tx in
            if account.role == .owner, try await tx.run(AccountStore.lockOwners).count <= 1 {
                throw IdentityError.lastOwner
            }
            // Before the row goes: the letter is the last that is sent to it.
            try await parts.post(.accountDeleted, to: account, in: tx)
            let key = try await parts.dataKeys.key(of: tx.tenant)
            try await parts.news.record(false, key.blindIndex(account.email.normal), actor.requestID, tx)
            try await parts.cards.end(id, tx)
            // Nor does the trail keep from where the person came, be it for this last time.
            let nowhere = Actor(actor.name, requestID: actor.requestID)
            _ = try await AuditErasure(identifiers: parts.identifiers).erase(
                .account(id), by: nowhere.audited, in: tx)
            _ = try await tx.run([
                AccountStore.delete(id),
                parts.audit.statement(
                    nowhere.entry("account.delete", id, before: AuditWords.role(account.role.rawValue)),
                    tenant: tx.tenant),
            ])
        }
    }
}
