import HTTPTypes
package import Tenancy
import Vocabulary

/// Believes or refuses what a request shows of itself. The room that issues credentials fills it in;
/// until then every one that is shown is refused.
package struct CredentialCheck: Sendable {
    /// Where a credential was shown, for its own rules: ranges of addresses, last use, devices.
    package struct Place: Sendable {
        package let address: String
        package let userAgent: String?

        package init(address: String, userAgent: String?) {
            self.address = address
            self.userAgent = userAgent
        }
    }

    /// What stands in `Authorization: Bearer …` on a tenant's site. Throws `auth.required` and its like.
    package var bearer: @Sendable (String, TenantEntry, Place) async throws -> Caller = { _, _, _ in
        throw Problem.authRequired
    }
    /// The cookie of a signed-in browser; nil for one whose session is over.
    package var session: @Sendable (String, TenantEntry, Place) async throws -> Caller? = { _, _, _ in nil }
    /// The bearer token of an operator; nil for one that is none.
    package var operatorBearer: @Sendable (String, Place) async throws -> OperatorCaller? = { _, _ in nil }
    /// The cookie of an operator's browser.
    package var operatorSession: @Sendable (String, Place) async throws -> OperatorCaller? = { _, _ in nil }

    package init() {}

    package static let accountCookie = CookieName.account
    package static let operatorCookie = CookieName.operator
    /// As much of a browser's name as is kept.
    private static let userAgentMax = 256

    /// Who calls a tenant's route: programs by `Authorization`, browsers by their cookie.
    func caller(_ fields: HTTPFields, _ tenant: TenantEntry, _ route: Route, address: String) async throws -> Caller? {
        if let field = fields[.authorization] {
            guard let token = Self.token(field) else { throw Problem.authRequired }
            return try await bearer(token, tenant, Self.place(fields, address))
        }
        guard route.traits.face == .page,
            let cookie = Cookie.value(of: Self.accountCookie, in: fields[.cookie])
        else { return nil }
        return try await session(cookie, tenant, Self.place(fields, address))
    }

    /// Nil for anything but `Bearer` and one token (RFC 6750 §2.1); a field that stands twice is none.
    static func token(_ field: String) -> String? {
        guard field.prefix(7).lowercased() == "bearer " else { return nil }
        let token = field.dropFirst(7)
        return token.isEmpty || token.contains { $0 == " " || $0 == "," } ? nil : String(token)
    }

    static func place(_ fields: HTTPFields, _ address: String) -> Place {
        Place(address: address, userAgent: fields[.userAgent].map { String($0.prefix(userAgentMax)) })
    }
}
