import Crypto
import Foundation
package import Tenancy
import Vocabulary
import Web

/// The platform's mailbox that takes reports in, whatever stands between a `+` and the `@`.
package struct ReturnMailbox: Hashable, Sendable {
    private let address: MailAddress

    /// Nil for what is no address, or leaves no room for a token before the `@` or in the whole.
    package init?(_ text: String) {
        guard let address = MailAddress(text),
            address.local.utf8.count + 1 + ReturnPaths.tokenCharacters <= EmailAddress.localMax,
            address.description.utf8.count + 1 + ReturnPaths.tokenCharacters <= MailAddress.bytesMax
        else { return nil }
        self.address = address
    }

    fileprivate func address(_ token: String) -> MailAddress {
        guard let address = MailAddress("\(address.local)+\(token)@\(address.domain.ascii)") else {
            preconditionFailure("a mailbox with room for a token makes an address of it")
        }
        return address
    }
}

/// Where reports on a mail come back: an address of the platform's for each mail (VERP), so that they reach us and
/// not the partner's mailbox, and say by themselves which mail they are about.
///
/// The domains of the envelope and of From are two then, and DMARC holds by the signature of From's domain alone
/// (RFC 7489 §3.1.1). The address names tenant and mail and bears a mark, so that only who was sent a mail, or brought
/// it, can report on it; it tells no case apart, because not every server on the way does.
package struct ReturnPaths: Sendable {
    private static let markBytes = 10
    private static let numberBytes = 4
    private static let mailBytes = 16
    static let tokenCharacters = 48

    /// What such an address names.
    package struct Named: Sendable, Hashable {
        package let tenant: Int32
        let mail: MailID
    }

    private let mailbox: ReturnMailbox
    private let keys: MasterKeys

    package init(mailbox: ReturnMailbox, keys: MasterKeys) {
        self.mailbox = mailbox
        self.keys = keys
    }

    package func address(of mail: MailID, tenant: TenantEntry) -> MailAddress {
        let named = Self.bytes(of: tenant.number, mail)
        let token = Base32.encode(named + Self.mark(named, keys.purposeKey(Self.purpose)))
        return mailbox.address(token)
    }

    /// What the first address of ours in `text` names; nil where there is none. Whatever stands around it may be
    /// anything: a display name, a way that was rewritten by forwarding servers.
    package func read(_ text: String) -> Named? {
        for match in text.prefix(Self.readMax).matches(of: /[+=]([A-Za-z2-7]{48})(?=[@=])/).prefix(Self.triesMax) {
            if let named = open(match.1) { return named }
        }
        return nil
    }

    private static let readMax = 2_000
    private static let triesMax = 10

    private func open(_ token: Substring) -> Named? {
        guard let bytes = Base32.decode(token), bytes.count == Self.numberBytes + Self.mailBytes + Self.markBytes else {
            return nil
        }
        let named = Array(bytes.dropLast(Self.markBytes))
        let found = bytes.suffix(Self.markBytes)
        // Reports come for days, also on what was sent under the key before.
        let isOurs = keys.keys.compactMap { keys.purposeKey(Self.purpose, number: $0.number) }.map { key in
            zip(Self.mark(named, key), found).reduce(UInt8(0), { $0 | ($1.0 ^ $1.1) }) == 0
        }
        guard isOurs.contains(true) else { return nil }
        let number = named.prefix(Self.numberBytes).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let mail = named.dropFirst(Self.numberBytes).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
        return Named(tenant: Int32(bitPattern: number), mail: MailID(mail))
    }

    private static let purpose = "mail-return-path"

    private static func bytes(of number: Int32, _ mail: MailID) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) } + withUnsafeBytes(of: mail.uuid.uuid) { Array($0) }
    }

    private static func mark(_ named: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        HMAC<SHA256>.authenticationCode(for: Data(named), using: key).prefix(markBytes).map(\.self)
    }
}
