package import Foundation
package import Vocabulary

/// A browser without an account: a random name in a cookie, signed for one tenant.
///
/// It holds nothing on the server. It binds forms to the browser they were shown in, and names
/// the principal of its idempotency keys.
package struct VisitorSession: Hashable, Sendable {
    static let cookieName = CookieName.visit

    package let id: UUID
    package let tenant: TenantID
    /// Made for this request; the answer has to carry its cookie.
    package let isNew: Bool

    /// The session that the cookie names, or a new one for a cookie that is not ours.
    ///
    /// Throws `auth.required` for a genuine cookie of another tenant.
    static func resume(
        _ cookie: String?, tenant: TenantID, keys: SessionKeys, identifiers: IdentifierSource
    ) throws(Problem) -> VisitorSession {
        guard let cookie, let (id, owner) = read(cookie, keys) else {
            return VisitorSession(id: identifiers.next(), tenant: tenant, isNew: true)
        }
        guard owner == tenant else { throw .authRequired }
        return VisitorSession(id: id, tenant: tenant, isNew: false)
    }

    private static func read(_ cookie: String, _ keys: SessionKeys) -> (UUID, TenantID)? {
        let parts = cookie.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let id = UUID(uuidString: String(parts[0])),
            let tenant = UUID(uuidString: String(parts[1])),
            SessionKeys.equal(keys.sessionMark("\(parts[0]).\(parts[1])"), String(parts[2]))
        else { return nil }
        return (id, TenantID(tenant))
    }

    func cookie(_ keys: SessionKeys) -> Cookie {
        let signed = "\(id.text).\(tenant)"
        return Cookie(Self.cookieName, "\(signed).\(keys.sessionMark(signed))")
    }

    /// What every form of this browser on this site carries.
    func formToken(_ keys: SessionKeys) -> String { keys.formMark("\(tenant).\(id.text)") }

    func accepts(formToken: String?, _ keys: SessionKeys) -> Bool {
        guard let formToken else { return false }
        return SessionKeys.equal(self.formToken(keys), formToken)
    }
}
