import Foundation
import JWTKit
import Web

/// The keys that a provider publishes (RFC 7517), as far as they check signatures that we know. Symmetric keys are
/// nobody's here: one that is published is no secret.
struct ProviderKeys: Sendable {
    static let keysMax = 100
    /// 8192 bits; a longer modulus only costs time.
    private static let modulusBytesMax = 1_024

    private let keys: [Key]

    private struct Key: Sendable {
        let id: String?
        /// Nil where the key does not say, and serves all algorithms of its type.
        let algorithm: String?
        let material: Material
    }

    private enum Material: Sendable {
        case rsa(Insecure.RSA.PublicKey)
        case ecdsa(ES256PublicKey)

        func serves(_ algorithm: TokenAlgorithm) -> Bool {
            switch self {
            case .rsa: algorithm == .rs256 || algorithm == .ps256
            case .ecdsa: algorithm == .es256
            }
        }
    }

    /// Throws `oidc.provider_malformed`.
    init(_ body: [UInt8]) throws {
        guard let json = try? JSONParser.parse(body), case .list(let items)? = json["keys"],
            items.count <= Self.keysMax
        else { throw OpenIDError.providerMalformed }
        keys = items.compactMap(Self.key)
    }

    /// A collection of the one key that a token names, to be used with the one algorithm that was agreed on: jwt-kit
    /// would look for others. Without a name only a provider's only key can be meant (OpenID Connect Core §10.1).
    /// Nil for a key that is not there, or that two could be.
    func collection(_ id: String?, _ algorithm: TokenAlgorithm) async -> JWTKeyCollection? {
        let fitting = keys.filter { key in
            (id == nil || key.id == id) && key.material.serves(algorithm)
                && (key.algorithm == nil || key.algorithm == algorithm.rawValue)
        }
        guard fitting.count == 1, id != nil || keys.count == 1 else { return nil }
        let collection = JWTKeyCollection()
        let identifier = id.map { JWKIdentifier(string: $0) }
        switch (fitting[0].material, algorithm) {
        case (.rsa(let key), .rs256): await collection.add(rsa: key, digestAlgorithm: .sha256, kid: identifier)
        case (.rsa(let key), .ps256): await collection.add(pss: key, digestAlgorithm: .sha256, kid: identifier)
        case (.ecdsa(let key), .es256): await collection.add(ecdsa: key, kid: identifier)
        default: return nil
        }
        return collection
    }

    /// Nil for a key of another kind or for another use.
    private static func key(_ json: InputValue) -> Key? {
        func text(_ name: String) -> String? { json[name]?.plainText }
        guard text("use") ?? "sig" == "sig", json.words("key_ops")?.contains("verify") != false else { return nil }
        let material: Material
        switch text("kty") {
        case "RSA":
            guard let n = text("n"), let e = text("e"), let modulus = Data(base64URL: n),
                modulus.count <= modulusBytesMax, let key = try? Insecure.RSA.PublicKey(modulus: n, exponent: e)
            else { return nil }
            material = .rsa(key)
        case "EC":
            guard text("crv") == "P-256", let x = text("x"), let y = text("y"),
                let key = try? ES256PublicKey(parameters: (x: x, y: y))
            else { return nil }
            material = .ecdsa(key)
        default: return nil
        }
        return Key(id: text("kid"), algorithm: text("alg"), material: material)
    }
}
