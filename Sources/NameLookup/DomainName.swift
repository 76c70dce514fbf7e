/// A name to ask for, checked before it reaches a server: what a tenant typed goes no further than this.
package struct DomainName: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of a whole name in text and of one label (RFC 1035, 2.3.4).
    package static let bytesMax = 253
    package static let labelBytesMax = 63

    /// Lower case, no trailing dot.
    package let text: String
    package var description: String { text }

    /// Nil for what is no name: letters, digits, hyphens and underscores (`_dmarc`) between dots.
    /// International names come in as Punycode.
    package init?(_ text: String) {
        let trimmed = text.hasSuffix(".") ? text.dropLast() : text[...]
        guard (1...Self.bytesMax).contains(trimmed.utf8.count) else { return nil }
        let labels = trimmed.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.allSatisfy({ (1...Self.labelBytesMax).contains($0.count) && $0.allSatisfy(Self.isAllowed) })
        else { return nil }
        self.text = trimmed.lowercased()
    }

    /// The name below this one, as `_dmarc` is below a domain.
    package func below(_ label: String) -> DomainName? { DomainName("\(label).\(text)") }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
