import Foundation
import Metrics
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// Signs somebody in by e-mail and password, and by a code where the account asks for one.
///
/// The answer tells nothing of accounts: an unknown address, a wrong password and a closed account take the same
/// way, with one hash each, and get the same answer.
package struct LogIn: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    package struct Command: Sendable {
        package let email: EmailAddress
        package let password: String
        package let code: String?
        package let kind: SessionKind

        package init(email: EmailAddress, password: String, code: String?, kind: SessionKind) {
            self.email = email
            self.password = password
            self.code = code
            self.kind = kind
        }
    }

    /// A browser without its code gets a session that opens nothing but the page that asks for it; a program is
    /// told to come again with both.
    ///
    /// Throws `auth.failed`, `auth.code_required`, `auth.code_wrong`, `overload`.
    package func run(
        _ command: Command, _ place: CredentialCheck.Place, requestID: String, in scope: TenantScope
    ) async throws -> Credentials {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let rows = try await scope.run(AccountStore.find(emailIndex: key.blindIndex(command.email.normal)))
        let stored = try rows.first?.get("password_hash", as: String?.self)
        let isRight = try await parts.hasher.matches(command.password, stored.flatMap(PasswordHash.init))
        guard isRight, let row = rows.first, try row.get("state", as: String.self) == "open" else {
            Self.count("failed")
            throw IdentityError.logInFailed
        }
        let account = try Account(row, key)
        if account.hasFactor, command.code == nil, command.kind == .program { throw IdentityError.codeRequired }
        let rehashed = try await rehashed(command.password, stored)
        let begin = StartSession(parts: parts)
        let (factor, started) = try await scope.transaction { tx in
            let factor = try await self.factor(account, command, key, in: tx)
            if let stored, let rehashed {
                _ = try await tx.run(AccountStore.rehash(account.id, from: stored, to: rehashed))
            }
            let started = try await begin.start(account, command.kind, factor, place, key, in: tx)
            let actor = Actor("account:\(account.id.text)", from: place, requestID: requestID)
            _ = try await tx.run(parts.audit.statement(actor.entry("account.log_in", account.id), tenant: tx.tenant))
            return (factor, started)
        }
        Self.count(factor == .pending ? "code_asked" : "passed")
        return try await begin.credentials(started, account, command.kind, needsCode: factor == .pending, scope)
    }

    private func factor(
        _ account: Account, _ command: Command, _ key: TenantDataKey, in tx: TenantTransaction
    ) async throws -> SessionStore.Factor {
        guard account.hasFactor else { return .none }
        guard let code = command.code else { return .pending }
        guard try await SecondFactor(parts: parts).accept(code, of: account.id, key, in: tx) else {
            Self.count("code_wrong")
            throw IdentityError.codeWrong
        }
        return .passed
    }

    /// The same password at today's cost, when the stored hash was made at another.
    private func rehashed(_ password: String, _ stored: String?) async throws -> String? {
        guard let hash = stored.flatMap(PasswordHash.init), parts.hasher.isOutdated(hash) else { return nil }
        return try await parts.hasher.hash(password).description
    }

    static func count(_ outcome: String) {
        Counter(label: "identity_log_ins", dimensions: [("outcome", outcome)]).increment()
    }
}
