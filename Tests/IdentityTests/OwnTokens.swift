import Crypto
import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

/// Tokens that a house's own key signs: whatever such a one says wrongly, its signature is good, so that nothing
/// but the check of that very word can refuse it.
struct OwnTokens {
    let keyID: String
    private let key: P256.Signing.PrivateKey
    private let header: [String: Any]
    private let payload: [String: Any]

    /// With the key that signed `token`, as it lies in the table.
    init(like token: String, of house: House, _ fleet: TestFleet) async throws {
        let parts = token.split(separator: ".")
        header = try Self.object(parts[0])
        payload = try Self.object(parts[1])
        keyID = try #require(header["kid"] as? String)
        let row = try await house.scope.run("select private_sealed from signing_keys where key_id = \(keyID)").only()
        let dataKey = try await fleet.dataKeys.key(of: house.entry.id)
        key = try P256.Signing.PrivateKey(
            pemRepresentation: try dataKey.open(try row.get("private_sealed"), field: "signing_keys.private"))
    }

    /// The same but for these members; a null leaves one out.
    func signed(header: [String: Any] = [:], payload: [String: Any] = [:]) throws -> String {
        let text = "\(try Self.part(self.header, header)).\(try Self.part(self.payload, payload))"
        return "\(text).\(try key.signature(for: Data(text.utf8)).rawRepresentation.url)"
    }

    /// Whom it is for, and of whom it speaks.
    var addressed: [String: Any] { payload.filter { ["iss", "aud", "sub", "sid"].contains($0.key) } }

    /// Every header that is none of ours. A member that asks for more is tried as a text, too: as what the reader of
    /// a header would take for a text.
    func headers() throws -> [(String, String)] {
        let members: [(String, Any)] = [
            ("alg", "ES384"), ("alg", "HS256"), ("alg", "none"), ("alg", ""), ("typ", "JWT"), ("typ", "rt+jwt"),
            ("typ", ""), ("kid", "nobodyskey"), ("kid", ""), ("crit", ["exp"]), ("crit", "exp"), ("crit", [String]()),
            ("jwk", ["kty": "EC"]), ("jwk", "{}"), ("jku", "https://nobody.example/jwks.json"),
            ("x5u", "https://nobody.example/chain.pem"), ("x5c", "MIIB"), ("b64", false), ("b64", "false"),
            ("cty", "JWT"), ("zip", "DEF"), ("epk", "{}"), ("alg", NSNull()), ("typ", NSNull()), ("kid", NSNull()),
        ]
        return try members.map { ("header \($0) \($1)", try signed(header: [$0: $1])) }
    }

    /// Every claim that the house does not make for now. `other` is another tenant.
    func claims(at now: Date, other: TenantID) throws -> [(String, String)] {
        let now = Int(now.timeIntervalSince1970)
        let changes: [(String, [String: Any])] = [
            ("another tenant's issuer", ["iss": "urn:travelhub:tenant:\(other)"]),
            ("nobody's issuer", ["iss": "urn:travelhub:tenant:\(UUID().text)"]), ("no issuer", ["iss": ""]),
            ("another tenant's audience", ["aud": "urn:travelhub:tenant:\(other):api"]),
            ("the issuer for audience", ["aud": payload["iss"] ?? ""]), ("no audience", ["aud": ""]),
            ("several audiences", ["aud": [payload["aud"] ?? ""]]),
            ("over", ["iat": now - 1_000, "nbf": now - 1_000, "exp": now - 100]), ("over just now", ["exp": now]),
            ("good for longer", ["exp": now + 15 * 60 + 60]), ("good for ever", ["exp": 9_999_999_999]),
            ("issued in the future", ["iat": now + 60]), ("not good yet", ["nbf": now + 60]),
            ("nobody's account", ["sub": UUID().text]), ("no account", ["sub": "ada"]),
            ("nobody's session", ["sid": UUID().text]), ("no session", ["sid": "here"]),
        ]
        let missing: [(String, [String: Any])] = ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"].map {
            ("without \($0)", [$0: NSNull()])
        }
        return try (changes + missing).map { ("claim: \($0)", try signed(payload: $1)) }
    }

    /// Ways to write a good token that are not the one way to write it.
    func spellings() throws -> [(String, String)] {
        var good = try signed()
        // The two alphabets differ in two letters, and most signatures hold one.
        while !good.suffix(86).contains(where: { "-_".contains($0) }) { good = try signed() }
        let parts = good.split(separator: ".")
        let other = parts[2].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return [
            ("the other alphabet", "\(parts[0]).\(parts[1]).\(String(other))"), ("padded", "\(good)=="),
            ("a line's end", "\(good)\n"), ("a blank", " \(good)"), ("four parts", "\(good).x"),
            ("an empty fourth part", "\(good)."),
            ("long", try signed(payload: ["pad": String(repeating: "a", count: 3_000)])),
        ]
    }

    private static func object(_ part: Substring) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: try #require(Data(url: part))) as? [String: Any] ?? [:]
    }

    private static func part(_ own: [String: Any], _ changes: [String: Any]) throws -> String {
        let members = own.merging(changes) { $1 }.filter { !($0.value is NSNull) }
        return try JSONSerialization.data(withJSONObject: members, options: [.withoutEscapingSlashes]).url
    }
}
