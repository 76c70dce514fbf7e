import Crypto
import Foundation
package import Tenancy
package import Vocabulary

/// The address in a mail by which its reader takes consent back, without signing in (RFC 8058).
///
/// It names the mailbox by its blind index and nobody by name, and bears a mark, so that nobody can take
/// back what is another's. It does not expire: a mail of years ago must still let its reader out.
package struct UnsubscribeLinks: Sendable {
    package static let prefix = "/unsubscribe/"
    private static let markBytes = 16
    private static let indexBytes = 32

    package struct Opened: Sendable, Hashable {
        package let kind: String
        package let addressIndex: [UInt8]
    }

    private let key: SymmetricKey

    package init(keys: MasterKeys) { key = keys.purposeKey("mail-unsubscribe") }

    func path(_ kind: String, _ addressIndex: [UInt8], tenant: TenantID) -> String {
        let payload = addressIndex + Array(kind.utf8)
        let token = Data(mark(payload, tenant) + payload).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return Self.prefix + token
    }

    /// Nil for a link that this tenant never sent.
    package func open(_ token: String, tenant: TenantID) -> Opened? {
        let standard = token.replacing("-", with: "+").replacing("_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: padded).map([UInt8].init),
            bytes.count > Self.markBytes + Self.indexBytes
        else { return nil }
        let (found, payload) = (bytes.prefix(Self.markBytes), Array(bytes.dropFirst(Self.markBytes)))
        guard zip(found, mark(payload, tenant)).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0 else { return nil }
        return Opened(
            kind: String(decoding: payload.dropFirst(Self.indexBytes), as: UTF8.self),
            addressIndex: Array(payload.prefix(Self.indexBytes)))
    }

    private func mark(_ payload: [UInt8], _ tenant: TenantID) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data("\(tenant)\n".utf8) + Data(payload), using: key))
            .prefix(Self.markBytes).map(\.self)
    }
}
