package import Foundation
import Postgres
package import Tenancy
import Vocabulary

/// Gives somebody another role, or takes the staff's from them. They are signed out, so that no page of theirs
/// shows what they may no longer do.
package struct ChangeRole: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// `giver` is what the caller is to the tenant: an operator counts as an owner.
    ///
    /// Throws `account.not_found`, `staff.role_not_yours`, `staff.last_owner`, `staff.too_many`.
    package func run(
        _ id: UUID, to role: Role, from giver: Role, _ actor: Actor, in scope: TenantScope
    ) async throws -> Account {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        return try await scope.transaction { tx in
            let owners = try await tx.run(AccountStore.lockOwners).count
            guard let row = try await tx.run(AccountStore.lock(id)).first else { throw IdentityError.accountNotFound }
            let account = try Account(row, key)
            guard role.isGiven(by: giver), account.role.isGiven(by: giver) else { throw IdentityError.roleNotYours }
            if account.role == .owner, role != .owner, owners <= 1 { throw IdentityError.lastOwner }
            if account.role == role { return account }
            if role.isStaff, !account.role.isStaff {
                try StaffTerms.check(try await tx.run(AccountStore.countStaff).only(), isInvitation: false)
            }
            let entry = actor.entry(
                "staff.role", id, before: JSONText(#"{"role":"\#(account.role.rawValue)"}"#),
                after: JSONText(#"{"role":"\#(role.rawValue)"}"#))
            let rows = try await tx.run([
                AccountStore.setRole(id, role), SessionStore.revokeAll(of: id, but: nil),
                parts.audit.statement(entry, tenant: tx.tenant), AccountStore.find(id),
            ])
            return try Account(rows[3].only(), key)
        }
    }
}
