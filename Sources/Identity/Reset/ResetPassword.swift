import Foundation
import Postgres
package import Tenancy
import Vocabulary

/// A new password for whoever reads the account's mailbox. Every device is signed out: the old password may have
/// been somebody else's, too.
package struct ResetPassword: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    package func isGood(_ token: String, in scope: TenantScope) async throws -> Bool {
        guard let token = SecretToken(token, prefix: SecretToken.Prefix.mail) else { return false }
        return try await scope.run(MailProofs.look(token, .reset)).first != nil
    }

    /// The second factor stays on: who reads the mail does not hold the phone.
    ///
    /// Throws `auth.link_expired`, `input.invalid`, `overload`.
    package func run(_ token: String, password: String, _ guest: Actor, in scope: TenantScope) async throws {
        guard let token = SecretToken(token, prefix: SecretToken.Prefix.mail) else { throw IdentityError.linkExpired }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        guard let proof = try await scope.run(MailProofs.look(token, .reset)).first,
            let found = try await scope.run(AccountStore.find(try proof.get("account_id"))).first
        else { throw IdentityError.linkExpired }
        let account = try Account(found, key)
        try await parts.rule.check(password, email: account.email)
        let hash = try await parts.hasher.hash(password).description
        try await scope.transaction { tx in
            // Only now is it used up: a password that will not do leaves the link good.
            guard try await tx.run(MailProofs.take(token, .reset)).first != nil else { throw IdentityError.linkExpired }
            let actor = guest.becoming(account: account.id)
            _ = try await tx.run([
                AccountStore.setPassword(account.id, hash),
                SessionStore.revokeAll(of: account.id, but: nil),
                parts.audit.statement(actor.entry("account.password_reset", account.id), tenant: tx.tenant),
            ])
            try await parts.post(.passwordChanged, to: account, in: tx)
        }
    }
}
