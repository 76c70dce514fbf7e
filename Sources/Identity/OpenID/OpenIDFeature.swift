import Foundation
package import Tenancy
package import Vocabulary
package import Web

/// Signing in with an account that somebody has elsewhere: OpenID Connect by authorization code with PKCE.
///
/// What always holds: an answer counts in the browser and on the site that asked, once, within ten minutes; a token
/// is believed for the one key, algorithm, issuer, audience and nonce that were agreed on; an address brings to an
/// account only where it is proved; a second factor is still asked for; and a provider's server is dialled as a
/// stranger's.
package struct OpenIDFeature: Sendable {
    package let begin: BeginOpenID
    package let finish: FinishOpenID
    package let providers: ManageProviders
    package let identities: LinkedIdentities
    private let parts: IdentityParts
    private let known: KnownProviders

    package init(parts: IdentityParts, reach: OpenIDReach) {
        self.parts = parts
        known = KnownProviders(reach: reach, clock: parts.clock)
        begin = BeginOpenID(parts: parts, known: known)
        finish = FinishOpenID(parts: parts, known: known)
        providers = ManageProviders(parts: parts, known: known, reach: reach)
        identities = LinkedIdentities(parts: parts)
    }

    package func routes() -> RouteGroup { RouteGroup("openid", browserRoutes + identityRoutes + providerRoutes) }

    /// A button of the sign-in page.
    package struct Choice: Sendable {
        package let slug: String
        package let label: String
        /// A path of this site.
        package let start: String
    }

    /// Those that are turned on.
    package func choices(_ locale: LocaleTag, in scope: TenantScope) async throws -> [Choice] {
        try await providers.list(in: scope).filter(\.terms.isEnabled).map { provider in
            Choice(
                slug: provider.terms.slug, label: provider.terms.label(locale),
                start: "/api/auth/oidc/\(provider.terms.slug)/start")
        }
    }

    /// Its site changed.
    package func forget(_ tenant: TenantID) { known.forget(tenant) }

    /// What a browser says that it began; nil for nothing of ours.
    func attempt(_ cookie: String?, in scope: TenantScope) async -> LogInAttempt? {
        guard let cookie, let key = try? await parts.dataKeys.key(of: scope.tenant) else { return nil }
        return LogInAttempt(cookie: cookie, key)
    }
}
