import Crypto
import Foundation

/// The operators' bearer tokens from configuration, for whoever develops: they ask for no second factor, and the roof
/// takes none of them in production.
package struct OperatorTokens: Sendable {
    /// A token has at least so many characters; shorter ones can be guessed.
    package static let lengthMin = 32

    private let digests: [(name: String, digest: [UInt8])]

    /// Nil when a token is too short.
    package init?(_ tokens: [String: String]) {
        guard tokens.values.allSatisfy({ $0.utf8.count >= Self.lengthMin }) else { return nil }
        digests = tokens.sorted { $0.key < $1.key }.map { ($0.key, Self.digest($0.value)) }
    }

    /// The name of the operator whose token `Authorization: Bearer …` carries. Every token is
    /// compared, over digests, so that time tells nothing.
    package func name(authorization: String?) -> String? {
        guard let authorization, authorization.prefix(7).lowercased() == "bearer " else { return nil }
        let given = Self.digest(String(authorization.dropFirst(7)))
        var found: String?
        for (name, digest) in digests where zip(digest, given).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0 {
            found = name
        }
        return found
    }

    private static func digest(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }
}
