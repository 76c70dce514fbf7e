package import Foundation
import Postgres
package import Tenancy
package import Vocabulary
package import Web

/// Asks somebody to join the staff, and takes them in when they follow the letter's link.
package struct InviteStaff: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// What the invited person adds when they have no account yet.
    package struct Acceptance: Sendable {
        package let token: String
        package let name: String?
        package let password: String?

        package init(token: String, name: String?, password: String?) {
            self.token = token
            self.name = name
            self.password = password
        }
    }

    /// `giver` is what the caller is to the tenant: an operator counts as an owner.
    ///
    /// Throws `staff.role_not_yours`, `staff.already`, `staff.too_many`.
    package func invite(
        _ email: EmailAddress, as role: Role, locale: LocaleTag, from giver: Role, named: String, _ actor: Actor,
        in scope: TenantScope
    ) async throws -> Invitation {
        guard role.isStaff, role.isGiven(by: giver) else { throw IdentityError.roleNotYours }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let token = SecretToken(SecretToken.Prefix.mail, from: parts.secrets)
        return try await scope.transaction { tx in
            // Under the owners' lock, so that of many who ask at once none passes the limit.
            _ = try await tx.run(AccountStore.lockOwners)
            if let row = try await tx.run(AccountStore.find(emailIndex: key.blindIndex(email.normal))).first,
                try Account(row, key).role.isStaff
            {
                throw IdentityError.alreadyStaff
            }
            // Who is asked again takes no further place.
            if try await tx.run(InvitationStore.find(emailIndex: key.blindIndex(email.normal))).isEmpty {
                try StaffTerms.check(try await tx.run(AccountStore.countStaff).only(), isInvitation: true)
            }
            let id: UUID = try await tx.run(
                try InvitationStore.insert(
                    parts.identifiers.next(), email, role, token, by: actor.name, locale: locale, key)
            ).only().get("invitation_id")
            let entry = actor.entry(
                "staff.invite", "invitation", id, after: AuditWords.role(role.rawValue))
            let rows = try await tx.run([
                InvitationStore.find(id), parts.audit.statement(entry, tenant: tx.tenant),
            ])
            let content = Letter.Content.invitation(path: "/\(locale)/invitation?token=\(token)", role: role, by: named)
            try await parts.letters.post(Letter(content: content, recipient: email, name: "", locale: locale), tx)
            return try Invitation(rows[0].only(), key)
        }
    }

    package func list(in scope: TenantScope) async throws -> [Invitation] {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        return try await scope.run(InvitationStore.list).map { try Invitation($0, key) }
    }

    /// Throws `invitation.not_found`.
    package func withdraw(_ id: UUID, _ actor: Actor, in scope: TenantScope) async throws {
        try await scope.transaction { tx in
            guard let row = try await tx.run(InvitationStore.delete(id)).first else {
                throw IdentityError.invitationNotFound
            }
            let before = AuditWords.role(try row.get("role"))
            _ = try await tx.run(
                parts.audit.statement(
                    actor.entry("staff.withdraw", "invitation", id, before: before), tenant: tx.tenant))
        }
    }

    /// For the page that asks before anything is done: what it is for, and whether a password is to be chosen.
    package func look(
        _ token: String, in scope: TenantScope
    ) async throws -> (invitation: Invitation, hasAccount: Bool)? {
        guard let token = SecretToken(token, prefix: SecretToken.Prefix.mail) else { return nil }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        guard let row = try await scope.run(InvitationStore.find(token)).first else { return nil }
        let invitation = try Invitation(row, key)
        let account = try await scope.run(
            AccountStore.find(emailIndex: key.blindIndex(invitation.email.normal))
        ).first
        return (invitation, account != nil)
    }

    /// The link proves the mailbox, so an account comes to be with it; who has one keeps it and its password, and is
    /// signed out everywhere.
    ///
    /// Throws `auth.link_expired`, `input.invalid` where a password or a name is missing, `overload`.
    package func accept(_ acceptance: Acceptance, _ guest: Actor, in scope: TenantScope) async throws -> Account {
        guard let token = SecretToken(acceptance.token, prefix: SecretToken.Prefix.mail),
            let (invitation, hasAccount) = try await look(acceptance.token, in: scope)
        else { throw IdentityError.linkExpired }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let hash = hasAccount ? nil : try await newPassword(acceptance, invitation.email)
        return try await scope.transaction { tx in
            guard try await tx.run(InvitationStore.take(token)).first != nil else { throw IdentityError.linkExpired }
            let id: UUID
            if let row = try await tx.run(AccountStore.find(emailIndex: key.blindIndex(invitation.email.normal))).first
            {
                id = try row.get("account_id")
                let account = try Account(row, key)
                _ = try await tx.run([
                    AccountStore.setRole(id, invitation.role),
                    // Its devices were remembered as a traveller's are; staff sign in anew.
                    SessionStore.revokeAll(of: id, but: nil),
                    parts.audit.statement(
                        guest.becoming(account: id).entry(
                            "staff.join", id, before: JSONText(#"{"role":"\#(account.role.rawValue)"}"#),
                            after: JSONText(#"{"role":"\#(invitation.role.rawValue)"}"#)), tenant: tx.tenant),
                ])
            } else {
                guard let hash else { throw IdentityError.linkExpired }
                id = parts.identifiers.next()
                let new = NewAccount(
                    id: id, email: invitation.email, name: acceptance.name ?? "", passwordHash: hash,
                    role: invitation.role, locale: invitation.locale)
                _ = try await CreateAccount(parts: parts).create(
                    new, guest.becoming(account: id), key, in: tx)
            }
            return try Account(try await tx.run(AccountStore.find(id)).only(), key)
        }
    }

    private func newPassword(_ acceptance: Acceptance, _ email: EmailAddress) async throws -> String {
        var faults: [Problem.Fault] = []
        if acceptance.name == nil { faults.append(.init("/name", "required")) }
        guard let password = acceptance.password else {
            throw IdentityError.invalid(faults + [.init("/password", "required")])
        }
        if let fault = try await parts.rule.fault(password, email: email, at: "/password") { faults.append(fault) }
        guard faults.isEmpty else { throw IdentityError.invalid(faults) }
        return try await parts.hasher.hash(password).description
    }
}
