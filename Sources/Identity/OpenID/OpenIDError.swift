package import Vocabulary
import Web

/// Why somebody does not come in by way of a provider. Each way to be wrong has its own code, for the staff who
/// sets a provider up; whether an address has an account is told to nobody whose provider does not vouch for it.
package enum OpenIDError: ProblemSource, Hashable, Sendable {
    /// None of that name, or one that is turned off.
    case providerUnknown
    /// Not begun in this browser on this site.
    case stateUnknown
    case stateExpired
    case stateUsed
    /// The answer is another provider's than the one that was asked (RFC 9207).
    case providerMixed
    /// The person said no.
    case denied
    case providerRefused
    /// Used, expired, or asked for by somebody else.
    case codeRefused
    /// The provider does not know the client, or not its secret.
    case clientRefused
    case providerUnreachable
    case providerRedirected
    case providerTooLarge
    case providerMalformed
    case tokenMalformed
    case algorithmRefused
    case keyUnknown
    case signatureWrong
    case issuerWrong
    case audienceWrong
    case tokenExpired
    case tokenFuture
    case nonceWrong
    case accessHashWrong
    case emailMissing
    case emailUnverified
    /// The tenant does not take this provider's word for addresses.
    case emailUntrusted
    /// An account of the staff is linked by whoever is signed in to it, not by its address.
    case linkNeeded
    case identityTaken
    case identityNotFound
    /// Without it nobody could sign in to the account.
    case lastWay
    case providerNotFound
    case slugTaken
    case tooMany

    package var problem: Problem {
        switch self {
        case .providerUnknown: Problem(404, "oidc.provider_unknown")
        case .stateUnknown: Problem(403, "oidc.state_unknown")
        case .stateExpired: Problem(410, "oidc.state_expired")
        case .stateUsed: Problem(409, "oidc.state_used")
        case .providerMixed: Problem(403, "oidc.provider_mixed")
        case .denied: Problem(403, "oidc.denied")
        case .providerRefused: Problem(502, "oidc.provider_refused")
        case .codeRefused: Problem(403, "oidc.code_refused")
        case .clientRefused: Problem(502, "oidc.client_refused")
        case .providerUnreachable: Problem(503, "oidc.provider_unreachable", retryAfterSeconds: 10)
        case .providerRedirected: Problem(502, "oidc.provider_redirected")
        case .providerTooLarge: Problem(502, "oidc.provider_too_large")
        case .providerMalformed: Problem(502, "oidc.provider_malformed")
        case .tokenMalformed: Problem(403, "oidc.token_malformed")
        case .algorithmRefused: Problem(403, "oidc.algorithm_refused")
        case .keyUnknown: Problem(403, "oidc.key_unknown")
        case .signatureWrong: Problem(403, "oidc.signature_wrong")
        case .issuerWrong: Problem(403, "oidc.issuer_wrong")
        case .audienceWrong: Problem(403, "oidc.audience_wrong")
        case .tokenExpired: Problem(403, "oidc.token_expired")
        case .tokenFuture: Problem(403, "oidc.token_future")
        case .nonceWrong: Problem(403, "oidc.nonce_wrong")
        case .accessHashWrong: Problem(403, "oidc.access_hash_wrong")
        case .emailMissing: Problem(403, "oidc.email_missing")
        case .emailUnverified: Problem(403, "oidc.email_unverified")
        case .emailUntrusted: Problem(403, "oidc.email_untrusted")
        case .linkNeeded: Problem(409, "oidc.link_needed")
        case .identityTaken: Problem(409, "oidc.identity_taken")
        case .identityNotFound: Problem(404, "oidc.identity_not_found")
        case .lastWay: Problem(409, "oidc.last_way")
        case .providerNotFound: Problem(404, "oidc.provider_not_found")
        case .slugTaken: Problem(409, "oidc.slug_taken")
        case .tooMany: Problem(409, "oidc.too_many", ["max": .number(IdentityProvider.providersMax)])
        }
    }
}
