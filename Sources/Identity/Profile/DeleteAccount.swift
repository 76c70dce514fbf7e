package import Foundation
import Postgres
package import Tenancy
import Vocabulary
import Web

/// Ends an account for good: the row and all that hangs on it. Bookings stay, as guests' bookings, because the
/// hotel still expects somebody and the books are kept.
package struct DeleteAccount: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// Throws `auth.password_wrong`, `staff.last_owner`, `overload`.
    package func run(_ id: UUID, password: String, _ actor: Actor, in scope: TenantScope) async throws {
        let account = try await ChangeAccount(parts: parts).proved(id, password, in: scope)
        try await scope.transaction { tx in
            if account.role == .owner, try await tx.run(AccountStore.lockOwners).count <= 1 {
                throw IdentityError.lastOwner
            }
            // Before the row goes: the letter is the last that is sent to it.
            try await parts.post(.accountDeleted, to: account, in: tx)
            let key = try await parts.dataKeys.key(of: tx.tenant)
            try await parts.news.record(false, key.blindIndex(account.email.normal), actor.requestID, tx)
            _ = try await tx.run([
                AccountStore.delete(id), parts.audit.statement(actor.entry("account.delete", id), tenant: tx.tenant),
            ])
        }
    }
}
