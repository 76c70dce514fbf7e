package import Foundation
import Postgres
package import Tenancy
import Vocabulary

/// Where an account is signed in, and the end of it.
package struct Devices: Sendable {
    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    package struct SignedIn: Sendable {
        package let session: UUID
        package let isBrowser: Bool
        package let device: Device
        package let createdAt: Date
        package let seenAt: Date
        package let expiresAt: Date
        package let isImpersonated: Bool
    }

    package func list(_ account: UUID, in scope: TenantScope) async throws -> [SignedIn] {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        return try await scope.run(SessionStore.list(of: account)).map { row in
            SignedIn(
                session: try row.get("session_id"), isBrowser: try row.get("kind", as: String.self) == "browser",
                device: try Device(sealed: try row.get("device_sealed"), key), createdAt: try row.get("created_at"),
                seenAt: try row.get("seen_at"), expiresAt: try row.get("expires_at"),
                isImpersonated: try row.get("impersonator", as: String?.self) != nil)
        }
    }

    /// Throws `session.not_found` for one that is over, or another account's.
    package func revoke(_ session: UUID, of account: UUID, _ actor: Actor, in scope: TenantScope) async throws {
        try await scope.transaction { tx in
            guard let row = try await tx.run(SessionStore.revoke(session, of: account)).first else {
                throw IdentityError.sessionNotFound
            }
            let isImpersonated = try row.get("impersonator", as: String?.self) != nil
            _ = try await tx.run(
                parts.audit.statement(
                    actor.entry(isImpersonated ? "impersonation.end" : "session.revoke", "session", session),
                    tenant: tx.tenant))
        }
    }

    /// How many were ended. All but `kept`.
    package func revokeAll(of account: UUID, but kept: UUID?, _ actor: Actor, in scope: TenantScope) async throws -> Int
    {
        try await scope.transaction { tx in
            let ended = try await tx.run(SessionStore.revokeAll(of: account, but: kept)).count
            _ = try await tx.run(
                parts.audit.statement(
                    actor.entry("session.revoke_all", account, after: JSONText("{\"ended\":\(ended)}")),
                    tenant: tx.tenant))
            return ended
        }
    }
}
