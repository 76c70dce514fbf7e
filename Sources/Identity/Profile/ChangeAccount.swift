package import Foundation
import Postgres
package import Tenancy
package import Vocabulary
package import Web

/// What the holder of an account changes about it. Whatever could take it from them asks for the password again.
package struct ChangeAccount: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// Throws `account.not_found`.
    package func profile(
        _ id: UUID, name: String, locale: LocaleTag, _ actor: Actor, in scope: TenantScope
    ) async throws {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        try await scope.transaction { tx in
            guard let row = try await tx.run(AccountStore.lock(id)).first else { throw IdentityError.accountNotFound }
            let before = try Account(row, key)
            let entry = actor.entry(
                "account.profile", id, before: AuditWords.profile(before.locale),
                after: AuditWords.profile(locale, renamed: before.name != name))
            _ = try await tx.run([
                try AccountStore.setProfile(id, name: name, locale: locale, key),
                parts.audit.statement(entry, tenant: tx.tenant),
            ])
        }
    }

    /// Other devices are signed out.
    ///
    /// Throws `auth.password_wrong`, `attempts.too_many`, `input.invalid`, `overload`.
    package func password(
        _ id: UUID, from old: String, to new: String, keeping session: UUID?, _ actor: Actor, in scope: TenantScope
    ) async throws {
        let account = try await proved(id, old, actor, in: scope)
        try await parts.rule.check(new, email: account.email, at: "/new_password")
        let hash = try await parts.hasher.hash(new).description
        try await scope.transaction { tx in
            _ = try await tx.run([
                AccountStore.setPassword(id, hash), SessionStore.revokeAll(of: id, but: session),
                MailProofs.withdraw(.reset, of: id),
                parts.audit.statement(actor.entry("account.password_changed", id), tenant: tx.tenant),
            ])
            try await parts.post(.passwordChanged, to: account, in: tx)
        }
    }

    /// Writes to the new address; the old one stays until that letter's link is followed. A mailbox gets no more letters
    /// than anybody may have written to it.
    ///
    /// Throws `auth.password_wrong`, `attempts.too_many`, `overload`.
    package func askForEmail(
        _ id: UUID, _ email: EmailAddress, password: String, _ actor: Actor, in scope: TenantScope
    ) async throws {
        let account = try await proved(id, password, actor, in: scope)
        _ = try await parts.admit(email, actor.place, .letter, of: scope.tenant)
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let token = SecretToken(SecretToken.Prefix.mail, from: parts.secrets)
        try await scope.transaction { tx in
            _ = try await tx.run([
                MailProofs.withdraw(.email, of: id),
                try MailProofs.insert(token, .email, account: id, content: [email.description], key),
                parts.audit.statement(
                    actor.entry("account.email_asked", id, after: AuditWords.email(email)), tenant: tx.tenant),
            ])
            // Whoever reads that mailbox is told who asked; whether it has an account already, nobody is told.
            let letter = Letter(
                content: .confirmNewEmail(path: "/\(account.locale)/confirm-email?token=\(token)"),
                recipient: email, name: account.name, locale: account.locale)
            try await parts.letters.post(letter, tx)
        }
    }

    /// Whether the link is still good, for the page that asks before anything is done.
    package func isGood(_ token: String, in scope: TenantScope) async throws -> Bool {
        guard let token = SecretToken(token, prefix: SecretToken.Prefix.mail) else { return false }
        return try await scope.run(MailProofs.look(token, .email)).first != nil
    }

    /// Throws `auth.link_expired`, `account.email_taken`.
    package func confirmEmail(_ token: String, _ guest: Actor, in scope: TenantScope) async throws {
        guard let token = SecretToken(token, prefix: SecretToken.Prefix.mail) else { throw IdentityError.linkExpired }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        do {
            try await scope.transaction { tx in
                guard let row = try await tx.run(MailProofs.take(token, .email)).first,
                    let email = EmailAddress(try MailProofs.content(row, key, as: [String].self).first ?? ""),
                    let found = try await tx.run(AccountStore.lock(try row.get("account_id"))).first
                else { throw IdentityError.linkExpired }
                let account = try Account(found, key)
                let entry = guest.becoming(account: account.id).entry(
                    "account.email_changed", account.id, before: AuditWords.email(account.email),
                    after: AuditWords.email(email))
                _ = try await tx.run([
                    try AccountStore.setEmail(account.id, email, key),
                    parts.trips.join(account.id, key.blindIndex(email.normal)),
                    MailProofs.withdraw(.reset, of: account.id),
                    parts.audit.statement(entry, tenant: tx.tenant),
                ])
                // Both are told: the one that was may be its holder's only sign that somebody else took the account.
                try await parts.post(.emailChanged(to: email), to: account, in: tx)
                try await parts.letters.post(
                    Letter(content: .emailIsNow, recipient: email, name: account.name, locale: account.locale), tx)
            }
        } catch  where error.postgres?.constraint == "accounts_email" {
            throw IdentityError.emailTaken
        }
    }

    /// The account, whose holder has just shown its password. Whoever found a device open tries no passwords there:
    /// guesses are slowed as those of a log-in are, and together with them.
    ///
    /// Throws `auth.password_wrong`, `attempts.too_many`, `overload`.
    package func proved(
        _ id: UUID, _ password: String, _ actor: Actor, in scope: TenantScope
    ) async throws -> Account {
        let (account, attempt) = try await attempted(id, password, actor, in: scope)
        await attempt?.succeeded()
        return account
    }

    /// The same for a proof of which the password is a part: the attempt is to be taken back when all of it was right.
    func attempted(
        _ id: UUID, _ password: String, _ actor: Actor, in scope: TenantScope
    ) async throws -> (account: Account, attempt: Attempt?) {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        guard let row = try await scope.run(AccountStore.find(id)).first else { throw IdentityError.accountNotFound }
        let account = try Account(row, key)
        let attempt = try await parts.admit(account, actor, of: scope.tenant)
        let stored = try row.get("password_hash", as: String?.self)
        guard try await parts.hasher.matches(password, stored.flatMap(PasswordHash.init)) else {
            throw IdentityError.passwordWrong
        }
        return (account, attempt)
    }
}
