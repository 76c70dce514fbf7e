import Foundation
import Metrics
import Outbound
import Postgres
package import Tenancy
import Vocabulary
package import Web

/// Takes a browser back from a provider: the state is this browser's and is used up, the code becomes tokens, the
/// ID token is believed or not, and then somebody is signed in or an account is linked.
package struct FinishOpenID: Sendable {
    let parts: IdentityParts
    let known: KnownProviders

    /// What the browser brought.
    package struct Return: Sendable {
        package let slug: String
        package let cookie: String?
        package let state: String?
        package let code: String?
        package let error: String?
        package let issuer: String?
        /// Who is signed in in this browser.
        package let caller: Caller?

        package init(
            slug: String, cookie: String?, state: String?, code: String?, error: String?, issuer: String?,
            caller: Caller?
        ) {
            self.slug = slug
            self.cookie = cookie
            self.state = state
            self.code = code
            self.error = error
            self.issuer = issuer
            self.caller = caller
        }
    }

    package enum Outcome: Sendable {
        case signedIn(Credentials, next: LocalPath?)
        case linked(next: LocalPath?)
    }

    /// Throws `OpenIDError`, `auth.failed` for an account that is closed, `auth.required` for who wants to link and
    /// is not signed in any more.
    package func run(
        _ back: Return, _ place: CredentialCheck.Place, requestID: String, in scope: TenantScope
    ) async throws -> Outcome {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let attempt = try self.attempt(back, key)
        let provider = try await provider(back, attempt, in: scope)
        let name = KnownProviders.Name(provider, of: scope.tenant)
        let document = try await known.document(provider, name)
        let code = try Self.code(back, provider, document)
        let tokens = try await known.wire(name).tokens(
            ProviderWire.Exchange(
                code: code, verifier: attempt.verifier, redirect: attempt.redirect, client: provider.terms.clientID,
                secret: try provider.secret(key)), document)
        let token = try await ReadIDToken(known: known, clock: parts.clock).run(
            tokens, nonce: attempt.nonce, provider, document, name)
        let join = JoinIdentity(parts: parts, provider: provider, token: token, key: key)
        let next = attempt.next.flatMap(LocalPath.init)
        guard let account = attempt.account else {
            let locale = LocaleTag(attempt.locale) ?? .english
            return .signedIn(try await join.signIn(locale, place, requestID: requestID, in: scope), next: next)
        }
        guard let caller = back.caller, caller.account == account, caller.session == attempt.session else {
            throw Problem.authRequired
        }
        try await join.link(account, Actor(caller, from: place, requestID: requestID), in: scope)
        return .linked(next: next)
    }

    private func attempt(_ back: Return, _ key: TenantDataKey) throws(OpenIDError) -> LogInAttempt {
        guard let cookie = back.cookie, let attempt = LogInAttempt(cookie: cookie, key), let state = back.state,
            SameText.equal(state, attempt.state)
        else { throw .stateUnknown }
        guard Double(attempt.endsAt) > parts.clock.now().timeIntervalSince1970 else { throw .stateExpired }
        return attempt
    }

    /// Uses the state up, whatever comes of it, and finds the provider that it was made for.
    private func provider(
        _ back: Return, _ attempt: LogInAttempt, in scope: TenantScope
    ) async throws -> IdentityProvider {
        let rows = try await scope.run([
            LinkStore.sweepStates,
            LinkStore.use(stateHash: attempt.stateHash, seconds: LogInAttempt.seconds * 2, tenant: scope.tenant),
            ProviderStore.open(slug: back.slug),
        ])
        guard rows[1].first != nil else { throw OpenIDError.stateUsed }
        guard let row = rows[2].first else { throw OpenIDError.providerUnknown }
        let provider = try IdentityProvider(row)
        guard provider.id == attempt.provider, provider.terms.issuer.description == attempt.issuer else {
            throw OpenIDError.providerMixed
        }
        return provider
    }

    /// Whose answer it is comes before what it says, an error's, too.
    private static func code(
        _ back: Return, _ provider: IdentityProvider, _ document: ProviderDocument
    ) throws(OpenIDError) -> String {
        if let issuer = back.issuer {
            guard issuer == provider.terms.issuer.description else { throw .providerMixed }
        } else if document.sendsIssuer {
            throw .providerMixed
        }
        if let error = back.error { throw error == "access_denied" ? .denied : .providerRefused }
        guard let code = back.code else { throw .providerRefused }
        return code
    }

    static func count(_ outcome: String) {
        Counter(label: "identity_openid", dimensions: [("outcome", outcome)]).increment()
    }
}
