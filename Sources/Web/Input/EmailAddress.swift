import Foundation

/// An address that mail can be sent to, as far as one can tell without sending (RFC 5321 §4.5.3.1
/// lengths, RFC 6531 letters).
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    package static let lengthMax = 254
    static let localMax = 64
    static let labelMax = 63

    /// As typed, tidied.
    package let description: String

    package init?(_ typed: String) {
        let text = typed.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.lengthMax, parts.count == 2, (1...Self.localMax).contains(parts[0].utf8.count),
            !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains(".."),
            !text.unicodeScalars.contains(where: Self.isRefused)
        else { return nil }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2,
            labels.allSatisfy({
                (1...Self.labelMax).contains($0.utf8.count) && !$0.hasPrefix("-") && !$0.hasSuffix("-")
            })
        else { return nil }
        description = text
    }

    /// What two spellings of one mailbox have in common, for the blind index: compatibility forms
    /// folded (full-width letters are the same letters), all in lower case. Mailboxes that differ in
    /// case alone exist only in standards.
    package var normal: String {
        description.precomposedStringWithCompatibilityMapping.lowercased()
    }

    /// Enough to recognise one's own, too little to write to: `m•••@e•••.com`.
    package var masked: String {
        let halves = description.split(separator: "@")
        let ending = halves[1].lastIndex(of: ".").map { halves[1][$0...] } ?? ""
        return "\(halves[0].prefix(1))•••@\(halves[1].prefix(1))•••\(ending)"
    }

    private static let specials: Set<Unicode.Scalar> = ["<", ">", "(", ")", "[", "]", ",", ";", ":", "\\", "\""]

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        specials.contains(scalar) || scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
            || scalar.properties.generalCategory == .format
    }
}
