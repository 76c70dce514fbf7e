import Foundation
import JWTKit
import Tenancy
package import Vocabulary
import Web

/// Access tokens (RFC 9068): fifteen minutes, for one tenant, signed with that tenant's key.
///
/// The header is read by our own strict reader before jwt-kit sees the token, because jwt-kit takes the
/// algorithm from the token, knows nothing of `crit`, and would try another key for an unknown `kid`.
package struct AccessTokens: Sendable {
    package static let seconds = 15 * 60
    /// Clocks of two machines may differ so much.
    static let leewaySeconds: TimeInterval = 30
    /// Ours have some 500 characters.
    static let lengthMax = 2_048
    static let type = "at+jwt"

    /// Whose token it is, and of which family.
    struct Claims: Hashable, Sendable {
        let account: UUID
        let session: UUID
    }

    let keys: SigningKeys
    let clock: WallClock
    let identifiers: IdentifierSource

    package init(keys: SigningKeys, clock: WallClock, identifiers: IdentifierSource) {
        self.keys = keys
        self.clock = clock
        self.identifiers = identifiers
    }

    func issue(_ claims: Claims, _ scope: TenantScope) async throws -> String {
        let key = try await keys.signer(scope)
        let now = clock.now()
        let payload = TokenPayload(
            iss: Self.issuer(scope.tenant), aud: Self.audience(scope.tenant), sub: claims.account.text,
            sid: claims.session.text, jti: identifiers.next().text, iat: Int(now.timeIntervalSince1970),
            nbf: Int(now.timeIntervalSince1970), exp: Int(now.timeIntervalSince1970) + Self.seconds)
        return try await key.collection.sign(
            payload, kid: JWKIdentifier(string: key.id), header: ["typ": .string(Self.type)])
    }

    /// Throws `auth.required` for every token that this tenant did not sign for now, whatever is wrong with it.
    func read(_ token: String, _ scope: TenantScope) async throws -> Claims {
        guard token.utf8.count <= Self.lengthMax, let header = TokenHeader(of: token),
            header.algorithm == SigningKey.algorithm, header.type.lowercased() == Self.type,
            let key = try await keys.verifier(header.key, scope),
            let payload = try? await key.collection.verify(token, as: TokenPayload.self)
        else { throw Problem.authRequired }
        let now = clock.now().timeIntervalSince1970
        guard payload.iss == Self.issuer(scope.tenant), payload.aud == Self.audience(scope.tenant),
            Double(payload.exp) > now, Double(payload.nbf) <= now + Self.leewaySeconds,
            Double(payload.iat) <= now + Self.leewaySeconds, payload.exp - payload.iat <= Self.seconds,
            let account = UUID(uuidString: payload.sub), let session = UUID(uuidString: payload.sid)
        else { throw Problem.authRequired }
        return Claims(account: account, session: session)
    }

    /// Names, not addresses: a tenant may change its domain and keep its tokens.
    static func issuer(_ tenant: TenantID) -> String { "urn:travelhub:tenant:\(tenant)" }
    static func audience(_ tenant: TenantID) -> String { "urn:travelhub:tenant:\(tenant):api" }
}

/// What is checked here by our own clock, not by jwt-kit's.
struct TokenPayload: JWTPayload {
    let iss: String
    let aud: String
    let sub: String
    let sid: String
    let jti: String
    let iat: Int
    let nbf: Int
    let exp: Int

    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// The protected header of a token of ours: these three members and no others. Keys that a token brings along,
/// places to fetch them from, critical extensions: all are strangers here.
struct TokenHeader: Hashable, Sendable {
    let algorithm: String
    let key: String
    let type: String

    /// Nil for what is not three parts in base64url with such a header.
    init?(of token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isBase64URL) }),
            let data = Data(base64URL: parts[0]),
            let members = try? JSONDecoder().decode([String: String].self, from: data),
            Set(members.keys) == ["alg", "kid", "typ"], let algorithm = members["alg"], let key = members["kid"],
            let type = members["typ"]
        else { return nil }
        self.algorithm = algorithm
        self.key = key
        self.type = type
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Data {
    init?(base64URL text: some StringProtocol) {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }
}
