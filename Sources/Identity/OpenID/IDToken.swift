import Crypto
import Foundation
import JWTKit

/// What an ID token claims (OpenID Connect Core §2). Checked here by our own clock, after its signature.
struct IDToken: JWTPayload {
    /// Clocks of two machines may differ so much.
    static let leewaySeconds: TimeInterval = 30
    private static let subjectLengthMax = 255

    let iss: String
    let sub: String
    let aud: Audience
    let azp: String?
    let exp: Double
    let iat: Double
    let nbf: Double?
    let nonce: String?
    let accessHash: String?
    let email: String?
    let emailVerified: Flag?
    let name: String?
    let givenName: String?
    let familyName: String?

    enum CodingKeys: String, CodingKey {
        case iss, sub, aud, azp, exp, iat, nbf, nonce, email, name
        case accessHash = "at_hash"
        case emailVerified = "email_verified"
        case givenName = "given_name"
        case familyName = "family_name"
    }

    /// One text or several.
    struct Audience: Codable, Sendable {
        let all: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(String.self) {
                all = [one]
            } else {
                all = try container.decode([String].self)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(all)
        }
    }

    /// Some providers write `"true"`.
    struct Flag: Codable, Sendable {
        let isTrue: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                isTrue = flag
            } else {
                isTrue = try container.decode(String.self) == "true"
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(isTrue)
        }
    }

    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// What was asked, which the token has to answer.
    struct Expected: Sendable {
        let issuer: String
        let client: String
        let nonce: String
        let accessToken: String?
        let now: Date
    }

    /// An audience besides us is nobody whom we trust, so there may be none.
    ///
    /// Throws `oidc.issuer_wrong`, `oidc.audience_wrong`, `oidc.token_expired`, `oidc.token_future`,
    /// `oidc.nonce_wrong`, `oidc.access_hash_wrong`, `oidc.token_malformed`.
    func check(_ expected: Expected) throws(OpenIDError) {
        guard iss == expected.issuer else { throw .issuerWrong }
        guard aud.all == [expected.client], azp == nil || azp == expected.client else { throw .audienceWrong }
        let now = expected.now.timeIntervalSince1970
        guard exp > now - Self.leewaySeconds else { throw .tokenExpired }
        guard iat <= now + Self.leewaySeconds, (nbf ?? iat) <= now + Self.leewaySeconds else { throw .tokenFuture }
        guard let nonce, SameText.equal(nonce, expected.nonce) else { throw .nonceWrong }
        if let accessHash {
            guard let token = expected.accessToken, SameText.equal(accessHash, Self.hash(token)) else {
                throw .accessHashWrong
            }
        }
        guard (1...Self.subjectLengthMax).contains(sub.utf8.count) else { throw .tokenMalformed }
    }

    /// The left half of the digest (§3.1.3.6); every algorithm that we know digests by SHA-256.
    private static func hash(_ accessToken: String) -> String {
        Data(SHA256.hash(data: Data(accessToken.utf8)).prefix(16)).base64URL
    }
}

/// Compares secrets of equal length in equal time.
enum SameText {
    static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
