/// Signatures of ID tokens that a provider may be configured for (RFC 7518 §3.1). There is no word here for an
/// unsigned token or for one that a shared secret signs.
package enum TokenAlgorithm: String, Hashable, Sendable, CaseIterable {
    case rs256 = "RS256"
    case es256 = "ES256"
    case ps256 = "PS256"
}
