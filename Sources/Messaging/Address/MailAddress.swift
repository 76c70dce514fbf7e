import Foundation
package import Tenancy

/// An address that mail is sent to or from: one `@`, nothing that could end a line or a header
/// (RFC 5321 lengths, RFC 6531 letters), the domain as the DNS spells it.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    package static let bytesMax = 254
    static let localBytesMax = 64

    /// As typed, composed and without white space at its ends.
    package let typed: String
    package let local: String
    package let domain: HostName

    package init?(_ text: String) {
        let text = text.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.bytesMax, parts.count == 2,
            (1...Self.localBytesMax).contains(parts[0].utf8.count),
            !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains(".."),
            !text.unicodeScalars.contains(where: Self.isRefused),
            let domain = HostName.normalise(String(parts[1])), !domain.isAddress, domain.ascii.contains("."),
            !parts[1].contains(":"), !parts[1].hasSuffix(".")
        else { return nil }
        typed = text
        local = String(parts[0])
        self.domain = domain
    }

    /// As it goes over the wire and into headers.
    package var description: String { "\(local)@\(domain.ascii)" }

    /// What two spellings of one mailbox have in common, for the blind index: the form that bookings use, too.
    package var normal: String { typed.precomposedStringWithCompatibilityMapping.lowercased() }

    /// Enough to recognise one's own, too little to write to: `m•••@e•••.com`.
    package var masked: String {
        let name = domain.unicode
        let ending = name.lastIndex(of: ".").map { String(name[$0...]) } ?? ""
        return "\(local.prefix(1))•••@\(name.prefix(1))•••\(ending)"
    }

    private static let specials: Set<Unicode.Scalar> = ["<", ">", "(", ")", "[", "]", ",", ";", ":", "\\", "\""]

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        specials.contains(scalar) || scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            || scalar.properties.generalCategory == .format
    }
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
