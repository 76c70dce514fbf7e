import Foundation
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// The second step of a browser's log-in: the code, for a session that has shown its password.
package struct PassFactor: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// Codes that one waiting session may try; then its password is asked for again.
    static let triesMax = 5

    /// Gives the browser a new cookie: one that was planted before the code was typed is worth nothing after.
    ///
    /// Throws `auth.code_wrong`, `auth.failed` for a session that is over or waits for nothing.
    package func run(
        cookie: String, code: String, _ place: CredentialCheck.Place, requestID: String, in scope: TenantScope
    ) async throws -> Credentials {
        guard let token = try BrowserCookie.read(cookie, tenant: scope.tenant) else { throw IdentityError.logInFailed }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let begin = StartSession(parts: parts)
        let outcome = try await scope.transaction { tx -> (Account, StartSession.Started)? in
            guard let row = try await tx.run(SessionStore.find(tokenHash: token.digest)).first,
                try row.get("factor", as: String.self) == SessionStore.Factor.pending.rawValue
            else { throw IdentityError.logInFailed }
            let account = try Account(try await tx.run(AccountStore.lock(try row.get("account_id"))).only(), key)
            let waiting: UUID = try row.get("session_id")
            guard try await SecondFactor(parts: parts).accept(code, of: account.id, key, in: tx) else {
                // Committed: tries count although the code was wrong.
                _ = try await tx.run(SessionStore.countTry(waiting, triesMax: Self.triesMax))
                return nil
            }
            let started = try await begin.start(account, .browser, .passed, place, key, in: tx)
            let actor = Actor("account:\(account.id.text)", from: place, requestID: requestID)
            _ = try await tx.run([
                SessionStore.end(waiting),
                parts.audit.statement(actor.entry("account.code_passed", account.id), tenant: tx.tenant),
            ])
            return (account, started)
        }
        guard let (account, started) = outcome else {
            LogIn.count("code_wrong")
            throw IdentityError.codeWrong
        }
        LogIn.count("passed")
        return try await begin.credentials(started, account, .browser, needsCode: false, scope)
    }
}
