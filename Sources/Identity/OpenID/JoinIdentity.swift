import Foundation
import Postgres
import Tenancy
import Vocabulary
import Web

/// Finds the account that a person at a provider is, or makes it. An address brings somebody to an account only
/// where it is proved: the provider calls it verified and the tenant takes this provider's word for that. Otherwise
/// the answer is the same whether there is such an account or not.
struct JoinIdentity: Sendable {
    let parts: IdentityParts
    let provider: IdentityProvider
    let token: IDToken
    let key: TenantDataKey

    private var subject: LinkStore.Subject { LinkStore.Subject(provider, token.sub, key) }
    private var label: String { token.email.map { String($0.prefix(EmailAddress.lengthMax)) } ?? "" }

    /// The account's second factor still has to be shown.
    ///
    /// Throws `auth.failed` for a closed account, `oidc.email_missing`, `oidc.email_unverified`,
    /// `oidc.email_untrusted`, `oidc.link_needed`.
    func signIn(
        _ locale: LocaleTag, _ place: CredentialCheck.Place, requestID: String, in scope: TenantScope
    ) async throws -> Credentials {
        let begin = StartSession(parts: parts)
        func attempt() async throws -> (Account, StartSession.Started) {
            try await scope.transaction { tx in
                let account = try await self.account(locale, place, requestID, in: tx)
                let started = try await begin.start(
                    account, .browser, account.hasFactor ? .pending : .none, place, key, in: tx)
                let entry = Actor("account:\(account.id.text)", from: place, requestID: requestID).entry(
                    "account.log_in", account.id, after: Self.told(provider))
                _ = try await tx.run(parts.audit.statement(entry, tenant: tx.tenant))
                return (account, started)
            }
        }
        let (account, started): (Account, StartSession.Started)
        // Whoever came a moment earlier made the account or the link: then it is there now.
        do { (account, started) = try await attempt() } catch  where Self.isRace(error) {
            (account, started) = try await attempt()
        }
        return try await begin.credentials(started, account, .browser, needsCode: account.hasFactor, scope)
    }

    /// Throws `oidc.identity_taken` when another account has it.
    func link(_ account: UUID, _ actor: Actor, in scope: TenantScope) async throws {
        try await scope.transaction { tx in
            guard let holder = try await tx.run(AccountStore.lock(account)).first else { throw Problem.authRequired }
            if let row = try await tx.run(LinkStore.find(subject)).first {
                guard try row.get("account_id", as: UUID.self) == account else { throw OpenIDError.identityTaken }
                return
            }
            try await insert(account, actor, in: tx)
            try await tell(try Account(holder, key), in: tx)
        }
    }

    private func account(
        _ locale: LocaleTag, _ place: CredentialCheck.Place, _ requestID: String, in tx: TenantTransaction
    ) async throws -> Account {
        if let link = try await tx.run(LinkStore.find(subject)).first {
            let rows = try await tx.run([
                LinkStore.touch(try link.get("link_id")), AccountStore.find(try link.get("account_id")),
            ])
            guard let row = rows[1].first else { throw IdentityError.logInFailed }
            return try Account(row, key)
        }
        let email = try provedAddress()
        let account: Account
        let isNew: Bool
        if let row = try await tx.run(AccountStore.find(emailIndex: key.blindIndex(email.normal))).first {
            guard try row.get("state", as: String.self) == "open" else { throw IdentityError.logInFailed }
            account = try Account(row, key)
            // Who may set up a provider must not become the owner by way of it.
            guard !account.role.isStaff else { throw OpenIDError.linkNeeded }
            isNew = false
        } else {
            let id = parts.identifiers.next()
            let new = NewAccount(
                id: id, email: email, name: name(email), passwordHash: nil, role: .traveller, locale: locale)
            account = try await CreateAccount(parts: parts).create(
                new, Actor("account:\(id.text)", from: place, requestID: requestID), key, in: tx)
            isNew = true
        }
        try await insert(
            account.id, Actor("account:\(account.id.text)", from: place, requestID: requestID), in: tx)
        if !isNew { try await tell(account, in: tx) }
        return account
    }

    /// Whoever had the account before: it need not be the one who linked it.
    private func tell(_ holder: Account, in tx: TenantTransaction) async throws {
        try await parts.post(.wayLinked(provider: provider.terms.label(holder.locale)), to: holder, in: tx)
    }

    private func insert(_ account: UUID, _ actor: Actor, in tx: TenantTransaction) async throws {
        let id = parts.identifiers.next()
        guard try await tx.run(try LinkStore.insert(id, subject, of: account, label: label, key)).first != nil else {
            throw OpenIDError.identityTaken
        }
        let entry = actor.entry("account.identity_linked", account, after: Self.told(provider))
        _ = try await tx.run(parts.audit.statement(entry, tenant: tx.tenant))
    }

    private func provedAddress() throws(OpenIDError) -> EmailAddress {
        guard let text = token.email, let email = EmailAddress(text) else { throw .emailMissing }
        guard provider.terms.trustsEmail else { throw .emailUntrusted }
        guard token.emailVerified?.isTrue == true else { throw .emailUnverified }
        return email
    }

    /// As the provider tells it; else what stands before the address's sign.
    private func name(_ email: EmailAddress) -> String {
        let parts = [token.givenName, token.familyName].compactMap(\.self).joined(separator: " ")
        let told = [token.name ?? "", parts, String(email.description.split(separator: "@").first ?? "")]
        let clean = told.lazy.map(Self.clean).first { !$0.isEmpty } ?? email.description
        return String(String.UnicodeScalarView(clean.unicodeScalars.prefix(Account.nameMax)))
    }

    /// What the form of a registration would refuse of a name is left out of it.
    private static func clean(_ text: String) -> String {
        let kept = text.precomposedStringWithCanonicalMapping.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
            default: true
            }
        }
        return String(String.UnicodeScalarView(kept)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func told(_ provider: IdentityProvider) -> JSONText {
        AuditWords.provider(provider.terms.slug)
    }

    private static func isRace(_ error: any Error) -> Bool {
        let inner = (error as? PostgresTransactionError)?.body ?? error
        return inner as? IdentityError == .emailTaken || inner as? OpenIDError == .identityTaken
    }
}
