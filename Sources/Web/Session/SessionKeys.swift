import Crypto
import Foundation
import Vocabulary

/// The secrets behind sessions and forms: one configured key, a derived one for each purpose, so
/// that a value made for one can never serve as another.
package struct SessionKeys: Sendable {
    /// Bytes that the configured secret has at least.
    package static let bytesMin = 32

    private let session: SymmetricKey
    private let form: SymmetricKey
    private let preview: SymmetricKey

    /// Nil for a secret that is too short to be one.
    package init?(secret: [UInt8]) {
        guard secret.count >= Self.bytesMin else { return nil }
        let key = SymmetricKey(data: secret)
        session = Self.derive("travelhub session v1", from: key)
        form = Self.derive("travelhub form v1", from: key)
        preview = Self.derive("travelhub preview v1", from: key)
    }

    func sessionMark(_ text: String) -> String { Self.mark(text, session) }

    func formMark(_ text: String) -> String { Self.mark(text, form) }

    func previewMark(_ text: String) -> String { Self.mark(text, preview) }

    /// Takes as long for a near miss as for a far one.
    static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ purpose: String, from key: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data(purpose.utf8), outputByteCount: 32)
    }

    private static func mark(_ text: String, _ key: SymmetricKey) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)).base64URL
    }
}

extension Data {
    /// RFC 4648 §5 without padding.
    fileprivate var base64URL: String {
        String(
            base64EncodedString().compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }
}
