package import Vocabulary
import Web

/// Why somebody does not come in by way of a provider. Each way to be wrong has its own code, for the staff who
/// sets a provider up; whether an address has an account is told to nobody whose provider does not vouch for it.
package enum OpenIDError: String, ProblemSource, Hashable, Sendable {
    /// None of that name, or one that is turned off.
    case providerUnknown = "oidc.provider_unknown"
    /// Not begun in this browser on this site.
    case stateUnknown = "oidc.state_unknown"
    case stateExpired = "oidc.state_expired"
    case stateUsed = "oidc.state_used"
    /// The answer is another provider's than the one that was asked (RFC 9207).
    case providerMixed = "oidc.provider_mixed"
    /// The person said no.
    case denied = "oidc.denied"
    case providerRefused = "oidc.provider_refused"
    /// Used, expired, or asked for by somebody else.
    case codeRefused = "oidc.code_refused"
    /// The provider does not know the client, or not its secret.
    case clientRefused = "oidc.client_refused"
    case providerUnreachable = "oidc.provider_unreachable"
    case providerRedirected = "oidc.provider_redirected"
    case providerTooLarge = "oidc.provider_too_large"
    case providerMalformed = "oidc.provider_malformed"
    case tokenMalformed = "oidc.token_malformed"
    case algorithmRefused = "oidc.algorithm_refused"
    case keyUnknown = "oidc.key_unknown"
    case signatureWrong = "oidc.signature_wrong"
    case issuerWrong = "oidc.issuer_wrong"
    case audienceWrong = "oidc.audience_wrong"
    case tokenExpired = "oidc.token_expired"
    case tokenFuture = "oidc.token_future"
    case nonceWrong = "oidc.nonce_wrong"
    case accessHashWrong = "oidc.access_hash_wrong"
    case emailMissing = "oidc.email_missing"
    case emailUnverified = "oidc.email_unverified"
    /// The tenant does not take this provider's word for addresses.
    case emailUntrusted = "oidc.email_untrusted"
    /// An account of the staff is linked by whoever is signed in to it, not by its address.
    case linkNeeded = "oidc.link_needed"
    case identityTaken = "oidc.identity_taken"
    case identityNotFound = "oidc.identity_not_found"
    /// Without it nobody could sign in to the account.
    case lastWay = "oidc.last_way"
    case providerNotFound = "oidc.provider_not_found"
    case slugTaken = "oidc.slug_taken"
    case tooMany = "oidc.too_many"

    package var problem: Problem {
        switch self {
        case .tooMany: Problem(status, rawValue, ["max": .number(IdentityProvider.providersMax)])
        case .providerUnreachable: Problem(status, rawValue, retryAfterSeconds: 10)
        default: Problem(status, rawValue)
        }
    }

    private var status: Int {
        switch self {
        case .providerUnknown, .identityNotFound, .providerNotFound: 404
        case .stateUsed, .identityTaken, .lastWay, .slugTaken, .tooMany, .linkNeeded: 409
        case .stateExpired: 410
        case .providerRefused, .clientRefused, .providerRedirected, .providerTooLarge, .providerMalformed: 502
        case .providerUnreachable: 503
        default: 403
        }
    }
}
