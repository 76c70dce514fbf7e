import Foundation
import Outbound
import Postgres
package import Tenancy
package import Vocabulary
package import Web

/// Sends a browser to a provider: authorization code flow with PKCE (RFC 7636, S256), state and nonce.
package struct BeginOpenID: Sendable {
    let parts: IdentityParts
    let known: KnownProviders

    package struct Command: Sendable {
        package let slug: String
        /// `https://host` that the browser is on and comes back to.
        package let base: String
        package let next: LocalPath?
        package let locale: LocaleTag
        /// Whose account is to be linked; nil to sign in.
        package let linking: Caller?

        package init(slug: String, base: String, next: LocalPath?, locale: LocaleTag, linking: Caller?) {
            self.slug = slug
            self.base = base
            self.next = next
            self.locale = locale
            self.linking = linking
        }
    }

    package struct Begun: Sendable {
        /// At the provider.
        package let target: String
        package let cookie: String
    }

    /// Where a provider sends browsers back to, as it has to be told when the client is registered there.
    package static func redirect(base: String, slug: String) -> String { "\(base)/api/auth/oidc/\(slug)/callback" }

    /// Throws `oidc.provider_unknown`, and what `KnownProviders` throws of a provider that cannot be asked.
    package func run(_ command: Command, in scope: TenantScope) async throws -> Begun {
        guard let row = try await scope.run(ProviderStore.open(slug: command.slug)).first else {
            throw OpenIDError.providerUnknown
        }
        let provider = try IdentityProvider(row)
        let document = try await known.document(provider, KnownProviders.Name(provider, of: scope.tenant))
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let attempt = LogInAttempt(
            provider, redirect: Self.redirect(base: command.base, slug: command.slug), next: command.next,
            locale: command.locale, caller: command.linking, now: parts.clock.now(), from: parts.secrets)
        return Begun(
            target: Self.target(attempt, provider, document, locale: command.locale), cookie: try attempt.cookie(key))
    }

    private static func target(
        _ attempt: LogInAttempt, _ provider: IdentityProvider, _ document: ProviderDocument, locale: LocaleTag
    ) -> String {
        let fields =
            [
                ("response_type", "code"), ("client_id", provider.terms.clientID), ("redirect_uri", attempt.redirect),
                ("scope", provider.terms.scopes.joined(separator: " ")), ("state", attempt.state),
                ("nonce", attempt.nonce), ("code_challenge", attempt.challenge), ("code_challenge_method", "S256"),
                ("ui_locales", locale.description),
            ] + (document.sendsForms ? [("response_mode", "form_post")] : [])
        let query = fields.map { "\($0)=\(PercentCoding.encode($1))" }.joined(separator: "&")
        let place = document.authorization.description
        return place + (place.contains("?") ? "&" : "?") + query
    }
}
