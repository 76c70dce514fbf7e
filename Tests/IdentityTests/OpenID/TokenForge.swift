import Crypto
import CryptoExtras
import Foundation

/// What a provider can do wrong about a token.
enum TokenFault: String, CaseIterable, Sendable {
    case wrongNonce, noNonce, wrongIssuer, wrongAudience, moreAudience, wrongParty, expired, future, notYet
    case unsigned, unsignedWithSignature, hmac, otherAlgorithm, foreignKey, unknownKey, tampered, critical, ownKey
    case wrongAccessHash, noSubject, twoParts, repeatedName
}

/// The keys of a provider, and their change.
struct ProviderKeyRing: Sendable {
    static let rsa = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }
    static let otherRSA = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    private(set) var id = "key-1"
    private(set) var isRotated = false
    let curve = P256.Signing.PrivateKey()

    var secret: _RSA.Signing.PrivateKey {
        get throws { try (isRotated ? Self.otherRSA : Self.rsa).get() }
    }

    mutating func rotate() {
        isRotated.toggle()
        id = isRotated ? "key-2" : "key-1"
    }

    /// As `/jwks` tells them; with a symmetric key, which nobody may take for one.
    var published: FaultyProvider.Reply {
        guard let primitives = try? secret.publicKey.getKeyPrimitives(),
            let reply = try? FaultyProvider.Reply([
                "keys": [
                    [
                        "kty": "RSA", "use": "sig", "kid": id, "n": primitives.modulus.unpadded,
                        "e": primitives.publicExponent.unpadded,
                    ],
                    [
                        "kty": "EC", "crv": "P-256", "kid": "curve", "alg": "ES256",
                        "x": curve.publicKey.rawRepresentation.prefix(32).unpadded,
                        "y": curve.publicKey.rawRepresentation.suffix(32).unpadded,
                    ],
                    ["kty": "oct", "kid": "shared", "k": Data("secret".utf8).unpadded],
                ]
            ])
        else { preconditionFailure("keys of numbers are JSON") }
        return reply
    }
}

/// Makes ID tokens, good ones and others.
struct TokenForge {
    static let accessToken = "an-access-token"

    let state: FaultyProvider.State
    let issuer: String
    let grant: FaultyProvider.Grant
    let now: Double

    static func challenge(_ verifier: String) -> String { Data(SHA256.hash(data: Data(verifier.utf8))).unpadded }

    func token() throws -> String {
        let payload = try JSONSerialization.data(withJSONObject: claims()).unpadded
        switch state.fault {
        case .unsigned: return "\(header(["alg": "none"])).\(payload)."
        case .unsignedWithSignature: return "\(header(["alg": "none"])).\(payload).AAAA"
        case .hmac:
            let text = "\(header(["alg": "HS256", "kid": state.keys.id])).\(payload)"
            let key = SymmetricKey(data: Data(try state.keys.secret.publicKey.pemRepresentation.utf8))
            return "\(text).\(Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)).unpadded)"
        case .otherAlgorithm: return try signed(["alg": "ES256", "kid": "curve"], payload)
        case .unknownKey: return try signed(["alg": "RS256", "kid": "nobodys"], payload)
        case .critical: return try signed(["alg": "RS256", "kid": state.keys.id, "crit": ["exp"]], payload)
        case .ownKey: return try signed(["alg": "RS256", "kid": state.keys.id, "jwk": ["kty": "RSA"]], payload)
        case .repeatedName:
            let raw = Data(#"{"alg":"none","alg":"RS256","kid":"\#(state.keys.id)"}"#.utf8).unpadded
            return try signed(raw, payload, "RS256")
        case .twoParts: return "\(header(["alg": "RS256", "kid": state.keys.id])).\(payload)"
        case .tampered:
            let good = try signed(["alg": "RS256", "kid": state.keys.id], payload).split(separator: ".")
            var other = claims()
            other["email"] = "victim@example.com"
            return "\(good[0]).\(try JSONSerialization.data(withJSONObject: other).unpadded).\(good[2])"
        default:
            let key = state.algorithm == "ES256" ? "curve" : state.keys.id
            return try signed(["alg": state.algorithm, "kid": key, "typ": "JWT"], payload)
        }
    }

    private func claims() -> [String: Any] {
        let fault = state.fault
        var claims: [String: Any] = [
            "iss": fault == .wrongIssuer ? "https://other.example" : issuer,
            "sub": fault == .noSubject ? "" : state.person.subject, "iat": fault == .future ? now + 120 : now,
            "exp": fault == .expired ? now - 60 : now + 300, "name": "Ada Lovelace",
            "email_verified": state.person.isVerified,
            "at_hash": fault == .wrongAccessHash
                ? Data(count: 16).unpadded : Data(SHA256.hash(data: Data(Self.accessToken.utf8)).prefix(16)).unpadded,
        ]
        claims["email"] = state.person.email
        claims["nonce"] = fault == .noNonce ? nil : fault == .wrongNonce ? "another" : grant.nonce
        claims["aud"] =
            switch fault {
            case .wrongAudience: "another"
            case .moreAudience: [grant.client, "another"]
            default: [grant.client]
            }
        if fault == .wrongParty { claims["azp"] = "another" }
        if fault == .notYet { claims["nbf"] = now + 120 }
        return claims
    }

    private func header(_ members: [String: Any]) -> String {
        ((try? JSONSerialization.data(withJSONObject: members)) ?? Data()).unpadded
    }

    private func signed(_ members: [String: Any], _ payload: String) throws -> String {
        try signed(header(members), payload, members["alg"] as? String ?? "")
    }

    private func signed(_ header: String, _ payload: String, _ algorithm: String) throws -> String {
        let text = "\(header).\(payload)"
        let digest = SHA256.hash(data: Data(text.utf8))
        let secret = state.fault == .foreignKey ? try ProviderKeyRing.otherRSA.get() : try state.keys.secret
        let signature =
            switch algorithm {
            case "ES256": try state.keys.curve.signature(for: digest).rawRepresentation
            case "PS256": try secret.signature(for: digest, padding: .PSS).rawRepresentation
            default: try secret.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation
            }
        return "\(text).\(signature.unpadded)"
    }
}

extension Data {
    var unpadded: String {
        base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
