import Crypto
import Foundation
import Vocabulary

/// Something that only its holder knows: told once, kept as its SHA-256.
package struct SecretToken: Hashable, Sendable, CustomStringConvertible {
    static let bytesCount = 32
    private static let lengthMax = 128

    package let description: String

    /// `prefix` tells people and scanners of leaked secrets what it is.
    init(_ prefix: String, from secrets: SecretSource) {
        description = prefix + Data(secrets.bytes(Self.bytesCount)).base64URL
    }

    /// Nil for what cannot be one.
    init?(_ text: String, prefix: String) {
        guard text.hasPrefix(prefix), (prefix.utf8.count + 20...Self.lengthMax).contains(text.utf8.count) else {
            return nil
        }
        description = text
    }

    var digest: [UInt8] { Array(SHA256.hash(data: Data(description.utf8))) }

    enum Prefix {
        static let browser = "ths_"
        static let refresh = "thr_"
        static let mail = "thm_"
        static let ticket = "tht_"
        static let operatorSession = "tho_"
    }
}

extension Data {
    /// RFC 4648 §5 without padding.
    var base64URL: String {
        base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
