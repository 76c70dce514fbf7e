import Crypto
import Foundation
package import Vocabulary

/// What whoever made a booking holds to open it again: shown once, kept only as its SHA-256.
package struct AccessToken: Hashable, Sendable, CustomStringConvertible {
    static let bytesCount = 32
    static let prefix = "bka_"

    /// `bka_` and 256 random bits in base64url (RFC 4648 §5).
    package let description: String

    package init(from secrets: SecretSource) {
        let text = Data(secrets.bytes(Self.bytesCount)).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
        description = Self.prefix + text
    }

    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count == Self.prefix.utf8.count + 43 else { return nil }
        description = text
    }

    /// What the table holds.
    package var digest: [UInt8] { Array(SHA256.hash(data: Data(description.utf8))) }
}
