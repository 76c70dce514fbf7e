import Foundation
import JWTKit
import Outbound
import Tenancy
import Vocabulary

/// Believes an ID token, or says why not: header, key, signature, claims, in that order, so that nothing of a token
/// is looked at before what it stands on.
struct ReadIDToken: Sendable {
    let known: KnownProviders
    let clock: WallClock

    /// A key that is not known is asked for once in a while; no other key is ever tried in its place.
    ///
    /// Throws `OpenIDError`.
    func run(
        _ tokens: ProviderWire.Tokens, nonce: String, _ provider: IdentityProvider, _ document: ProviderDocument,
        _ name: KnownProviders.Name
    ) async throws -> IDToken {
        let header = try IDTokenHeader(of: tokens.idToken, allowing: provider.terms.algorithms)
        let collection = try await collection(header, document, name)
        let token: IDToken
        do {
            token = try await collection.verify(tokens.idToken, as: IDToken.self)
        } catch let error as JWTError where error.errorType == .signatureVerificationFailed {
            throw OpenIDError.signatureWrong
        } catch is DecodingError {
            throw OpenIDError.tokenMalformed
        } catch {
            throw OpenIDError.signatureWrong
        }
        try token.check(
            IDToken.Expected(
                issuer: provider.terms.issuer.description, client: provider.terms.clientID, nonce: nonce,
                accessToken: tokens.accessToken, now: clock.now()))
        return token
    }

    private func collection(
        _ header: IDTokenHeader, _ document: ProviderDocument, _ name: KnownProviders.Name
    ) async throws -> JWTKeyCollection {
        for seconds in [KnownProviders.keysSeconds, KnownProviders.strangeSeconds] {
            let keys = try await known.keys(document, name, youngerThan: seconds)
            if let found = await keys.collection(header.key, header.algorithm) { return found }
        }
        throw OpenIDError.keyUnknown
    }
}
