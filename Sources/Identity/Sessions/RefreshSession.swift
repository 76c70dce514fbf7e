import Foundation
import Metrics
import Postgres
package import Tenancy
import Vocabulary
import Web

/// New tokens for a refresh token, which is good once. One that is shown again was copied, and nobody can tell
/// by whom: its whole family ends (RFC 9700 §4.14.2).
package struct RefreshSession: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// Throws `auth.refresh_refused`.
    package func run(_ refresh: String, _ guest: Actor, in scope: TenantScope) async throws -> Credentials {
        guard let shown = SecretToken(refresh, prefix: SecretToken.Prefix.refresh) else {
            throw IdentityError.refreshRefused
        }
        let next = SecretToken(SecretToken.Prefix.refresh, from: parts.secrets)
        let family = try await scope.transaction { tx -> AccessTokens.Claims? in
            guard let used = try await tx.run(SessionStore.useRefresh(shown.digest)).first else {
                try await self.end(shown, guest, in: tx)
                return nil
            }
            let session: UUID = try used.get("session_id")
            guard let row = try await tx.run(SessionStore.family(session)).first else { return nil }
            _ = try await tx.run([
                SessionStore.insertRefresh(next.digest, session: session, tenant: tx.tenant),
                SessionStore.touch(session),
            ])
            return AccessTokens.Claims(account: try row.get("account_id"), session: session)
        }
        guard let family else { throw IdentityError.refreshRefused }
        return .program(
            access: try await parts.tokens.issue(family, scope), refresh: next.description, session: family.session)
    }

    /// Committed although the caller is refused.
    private func end(_ shown: SecretToken, _ guest: Actor, in tx: TenantTransaction) async throws {
        guard let row = try await tx.run(SessionStore.family(of: shown.digest)).first else { return }
        let session: UUID = try row.get("session_id")
        Counter(label: "identity_refresh_tokens_reused").increment()
        _ = try await tx.run([
            SessionStore.end(session),
            parts.audit.statement(
                guest.becoming("system").entry("session.reuse_detected", "session", session),
                tenant: tx.tenant),
        ])
    }
}
