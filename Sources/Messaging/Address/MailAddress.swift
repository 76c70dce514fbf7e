package import Tenancy
package import Web

/// An address that mail is sent to or from, as the wire and headers spell it. What may be one, `EmailAddress` says:
/// nobody gives us an address that we cannot write to.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    package static let bytesMax = EmailAddress.lengthMax

    private let email: EmailAddress

    package init(_ email: EmailAddress) { self.email = email }

    package init?(_ text: String) {
        guard let email = EmailAddress(text) else { return nil }
        self.email = email
    }

    package var local: String { email.local }
    package var domain: HostName { email.domain }

    /// As typed, composed and without white space at its ends.
    package var typed: String { email.description }

    /// As it goes over the wire and into headers.
    package var description: String { "\(local)@\(domain.ascii)" }

    /// What two spellings of one mailbox have in common, for the blind index: the form that bookings use, too.
    package var normal: String { email.normal }

    /// Enough to recognise one's own, too little to write to: `m•••@e•••.com`.
    package var masked: String { email.masked }
}

extension MailAddress: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let address = MailAddress(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no address"))
        }
        self = address
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(typed)
    }
}

/// Whom a mail goes to.
package struct MailRecipient: Hashable, Sendable, Codable {
    package let address: MailAddress
    /// As the person gives it; shown in the header and in the greeting.
    package let name: String?

    package init(_ address: MailAddress, name: String? = nil) {
        self.address = address
        self.name = name
    }
}
