import Crypto
package import Foundation
import JWTKit
import Postgres
import Tenancy
import Vocabulary

/// One of a tenant's keys for access tokens: ES256 (RFC 7518 §3.4), nothing else.
package struct SigningKey: Sendable {
    package static let algorithm = "ES256"
    static let field = "signing_keys.private"

    /// A key signs for so long; the next one is told to the world so much before it signs; and a key that
    /// signs no more still checks what it signed.
    static let signsSeconds = 30 * 86_400
    static let announcedSeconds = 2 * 86_400
    static let verifiesSeconds = 86_400

    package let id: String
    package let signsFrom: Date
    package let signsUntil: Date
    package let verifiesUntil: Date
    /// As `/.well-known/jwks.json` tells it (RFC 7517).
    package let publicJWK: String
    let secret: ES256PrivateKey
    /// Holds this key alone: jwt-kit falls back to a default key where there are several.
    let collection: JWTKeyCollection

    init(_ row: Row, _ key: TenantDataKey) async throws {
        id = try row.get("key_id")
        signsFrom = try row.get("signs_from")
        signsUntil = try row.get("signs_until")
        verifiesUntil = try row.get("verifies_until")
        publicJWK = try row.get("public_jwk")
        secret = try ES256PrivateKey(pem: try key.open(try row.get("private_sealed"), field: Self.field))
        collection = JWTKeyCollection()
        _ = await collection.add(ecdsa: secret, kid: JWKIdentifier(string: id))
    }

    /// A new key as the row that holds it.
    static func insert(signsFrom: Date, _ secrets: SecretSource, _ key: TenantDataKey) throws -> SQL {
        let secret = P256.Signing.PrivateKey()
        let id = Data(secrets.bytes(12)).base64URL
        let point = secret.publicKey.rawRepresentation
        let jwk = """
            {"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"\(id)",\
            "x":"\(point.prefix(32).base64URL)","y":"\(point.suffix(32).base64URL)"}
            """
        let until = signsFrom.addingTimeInterval(TimeInterval(signsSeconds))
        return """
            insert into signing_keys
              (tenant_id, key_id, private_sealed, data_key_number, public_jwk, signs_from, signs_until, verifies_until)
            values (\(key.tenant), \(id), \(try key.seal(secret.pemRepresentation, field: field)), \(key.number),
                    \(JSONText(jwk)), \(signsFrom), \(until),
                    \(until.addingTimeInterval(TimeInterval(verifiesSeconds))))
            """
    }
}
