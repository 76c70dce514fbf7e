import Foundation
package import Tenancy

/// An address that mail can be sent to, as far as one can tell without sending: one `@`, nothing that could end a
/// line or a header (RFC 5321 §4.5.3.1 lengths, RFC 6531 letters), the domain one that the DNS can hold.
///
/// The one rule for all that is typed and all that is written to: who may register can be written to.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    package static let lengthMax = 254
    package static let localMax = 64

    /// As typed, composed and without white space at its ends.
    package let description: String
    package let local: String
    package let domain: HostName

    package init?(_ typed: String) {
        let text = typed.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.lengthMax, parts.count == 2, (1...Self.localMax).contains(parts[0].utf8.count),
            !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains(".."),
            !text.unicodeScalars.contains(where: Self.isRefused), parts[1].last.map(Self.dots.contains) == false,
            let domain = HostName.normalise(String(parts[1])), !domain.isAddress, domain.ascii.contains("."),
            parts[0].utf8.count + 1 + domain.ascii.utf8.count <= Self.lengthMax
        else { return nil }
        description = text
        local = String(parts[0])
        self.domain = domain
    }

    /// What two spellings of one mailbox have in common, for the blind index: compatibility forms
    /// folded (full-width letters are the same letters), all in lower case. Mailboxes that differ in
    /// case alone exist only in standards.
    package var normal: String {
        description.precomposedStringWithCompatibilityMapping.lowercased()
    }

    /// All that a domain's labels are parted by (UTS 46): a mailbox has no root's dot at its end.
    private static let dots: Set<Character> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]

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
