import Foundation
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// Makes the account whose address was just proved, gives it the bookings that were made under that address, and
/// signs it in.
package struct VerifyEmail: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// Whether the link is still good, for the page that asks before anything is done.
    package func isGood(_ token: String, in scope: TenantScope) async throws -> Bool {
        guard let token = SecretToken(token, prefix: SecretToken.Prefix.mail) else { return false }
        return try await scope.run(MailProofs.look(token, .register)).first != nil
    }

    /// Throws `auth.link_expired`, `account.email_taken` when the address got an account in the meantime.
    package func run(
        _ token: String, _ kind: SessionKind, _ place: CredentialCheck.Place, requestID: String, in scope: TenantScope
    ) async throws -> Credentials {
        guard let token = SecretToken(token, prefix: SecretToken.Prefix.mail) else { throw IdentityError.linkExpired }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let begin = StartSession(parts: parts)
        let (account, started) = try await scope.transaction { tx in
            guard let row = try await tx.run(MailProofs.take(token, .register)).first else {
                throw IdentityError.linkExpired
            }
            let asked = try MailProofs.content(row, key, as: PendingAccount.self)
            guard let email = EmailAddress(asked.email), let locale = LocaleTag(asked.locale) else {
                throw UnreadableAccount()
            }
            let new = NewAccount(
                id: parts.identifiers.next(), email: email, name: asked.name, passwordHash: asked.passwordHash,
                role: .traveller, locale: locale)
            let account = try await CreateAccount(parts: parts).create(
                new, Actor("account:\(new.id.text)", from: place, requestID: requestID), key, in: tx)
            if asked.wantsNews == true {
                try await parts.news.record(true, key.blindIndex(email.normal), requestID, tx)
            }
            let started = try await begin.start(account, kind, .none, place, key, in: tx)
            return (account, started)
        }
        return try await begin.credentials(started, account, kind, needsCode: false, scope)
    }
}

/// Puts an account into the table, with what follows from it.
struct CreateAccount: Sendable {
    let parts: IdentityParts

    /// Throws `account.email_taken`.
    func create(
        _ new: NewAccount, _ actor: Actor, _ key: TenantDataKey, in tx: TenantTransaction
    ) async throws -> Account {
        guard try await tx.run(try AccountStore.insert(new, key)).first != nil else { throw IdentityError.emailTaken }
        let after = JSONText(#"{"role":"\#(new.role.rawValue)"}"#)
        let rows = try await tx.run([
            parts.trips.join(new.id, key.blindIndex(new.email.normal)),
            parts.audit.statement(actor.entry("account.create", new.id, after: after), tenant: tx.tenant),
            AccountStore.find(new.id),
        ])
        return try Account(rows[2].only(), key)
    }
}
