import Foundation
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// Who it is that shows an access token or a browser's cookie. One round trip; a session that was revoked, and
/// a role that was taken away, count from the next request on.
package struct CheckCredential: Sendable {
    let parts: IdentityParts
    private let tenants: TenantDatabase

    package init(parts: IdentityParts, tenants: TenantDatabase) {
        self.parts = parts
        self.tenants = tenants
    }

    /// Throws `auth.required`.
    package func accessToken(_ token: String, _ entry: TenantEntry) async throws -> Caller {
        let scope = tenants.scope(entry)
        let claims = try await parts.tokens.read(token, scope)
        let rows = try await scope.run([
            SessionStore.find(claims.session, of: claims.account), SessionStore.touch(claims.session),
        ])
        guard let row = rows[0].first else { throw Problem.authRequired }
        return try await caller(row, entry)
    }

    /// Nil for a session that is over, or that still waits for its second factor. Throws `auth.required` for
    /// another tenant's cookie.
    package func cookie(_ value: String, _ entry: TenantEntry) async throws -> Caller? {
        guard let token = try BrowserCookie.read(value, tenant: entry.id) else { return nil }
        let rows = try await tenants.scope(entry).run([
            SessionStore.find(tokenHash: token.digest), SessionStore.touch(tokenHash: token.digest),
        ])
        guard let row = rows[0].first, try row.get("factor", as: String.self) != SessionStore.Factor.pending.rawValue
        else { return nil }
        return try await caller(row, entry)
    }

    private func caller(_ row: Row, _ entry: TenantEntry) async throws -> Caller {
        let key = try await parts.dataKeys.key(of: entry.id)
        guard let role = Role(rawValue: try row.get("role")) else { throw UnreadableAccount() }
        let impersonator = try row.get("impersonator", as: String?.self)
        return Caller(
            .account(try row.get("account_id"), session: try row.get("session_id")), rights: role.rights,
            label: try key.open(try row.get("name_sealed"), field: Account.Field.name),
            locale: LocaleTag(try row.get("locale", as: String.self)), impersonator: impersonator,
            impersonatedUntil: impersonator == nil ? nil : try row.get("expires_at"))
    }
}
