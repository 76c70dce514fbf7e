package import Foundation
package import Vocabulary
import Crypto
package import Tenancy

/// A mail's name within its tenant.
package struct MailID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}

/// The Message-ID that a mail carries through all its attempts, by which a report of its fate finds it.
///
/// It bears our mark: only who was sent the mail can report on it, nobody can suppress strangers' addresses.
package struct MessageMark: Sendable {
    private let key: SymmetricKey
    private static let markBytes = 10

    package init(keys: MasterKeys) { key = keys.purposeKey("mail-message-id") }

    package func messageID(_ mail: MailID, tenant: TenantID, domain: HostName) -> String {
        "\(hex(mail.uuid)).\(hex(tenant.uuid)).\(mark(mail, tenant))@\(domain.ascii)"
    }

    /// Nil for what is not a Message-ID of ours.
    package func read(_ messageID: String) -> (mail: MailID, tenant: TenantID)? {
        let local = messageID.trimmingCharacters(in: CharacterSet(charactersIn: "<> \t")).prefix { $0 != "@" }
        let parts = local.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let mail = Self.uuid(parts[0]), let tenant = Self.uuid(parts[1]) else { return nil }
        let (found, expected) = (Array(parts[2].utf8), Array(mark(MailID(mail), TenantID(tenant)).utf8))
        guard found.count == expected.count, zip(found, expected).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0 else {
            return nil
        }
        return (MailID(mail), TenantID(tenant))
    }

    private func mark(_ mail: MailID, _ tenant: TenantID) -> String {
        HMAC<SHA256>.authenticationCode(for: Data("\(hex(mail.uuid)).\(hex(tenant.uuid))".utf8), using: key)
            .prefix(Self.markBytes).hexadecimal
    }

    private func hex(_ uuid: UUID) -> String { uuid.text.replacing("-", with: "") }

    private static func uuid(_ hex: Substring) -> UUID? {
        guard let bytes = [UInt8](hexadecimal: String(hex)), bytes.count == 16 else { return nil }
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}
