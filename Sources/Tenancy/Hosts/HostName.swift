internal import Foundation

/// The one spelling under which a host is compared: the key of tenant resolution.
///
/// Two spellings of one host must never reach two tenants, nor one spelling two.
package struct HostName: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// RFC 1035 §2.3.4, without the root's dot.
    package static let bytesMax = 253

    /// Lower-case A-labels, or an address literal (`127.0.0.1`, `[::1]`); no port, no trailing dot.
    package let ascii: String
    /// An address names a machine, never a tenant.
    package let isAddress: Bool

    package var description: String { ascii }

    /// For people: `север.localhost` for `xn--b1afb8bb.localhost`.
    package var unicode: String {
        isAddress ? ascii : ascii.split(separator: ".").map { HostLabel.unicode(String($0)) }.joined(separator: ".")
    }

    /// Reads a `Host` field's value: any case, a port, one trailing dot, Unicode or `xn--` labels.
    ///
    /// Nil when it can name no host: empty or overlong labels, signs that no host has, a bad port, an `xn--`
    /// label that is not the encoding of its own decoding.
    package static func normalise(_ text: String) -> HostName? {
        // Four times the longest name leaves room for Unicode labels and a port, and bounds the work.
        guard !text.isEmpty, text.utf8.count <= 4 * bytesMax else { return nil }
        if text.hasPrefix("[") { return sixth(text) }
        guard let bare = withoutPort(text[...]) else { return nil }
        if isPlain(bare.utf8) { return HostName(ascii: String(bare), isAddress: false) }
        var labels = bare.split(omittingEmptySubsequences: false, whereSeparator: isDot)
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        let parts = labels.compactMap { HostLabel.ascii(String($0)) }
        guard parts.count == labels.count, let last = parts.last else { return nil }
        let name = parts.joined(separator: ".")
        // WHATWG URL §3.5: a host that ends in a number is an IPv4 address or nothing.
        if last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return isFourth(parts) ? HostName(ascii: name, isAddress: true) : nil
        }
        return name.utf8.count <= bytesMax ? HostName(ascii: name, isAddress: false) : nil
    }

    package static func < (left: HostName, right: HostName) -> Bool { left.ascii < right.ascii }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let name = HostName.normalise(text), name.ascii == text else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a normalised host: \(text)"))
        }
        self = name
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(ascii)
    }

    private init(ascii: String, isAddress: Bool) {
        self.ascii = ascii
        self.isAddress = isAddress
    }

    /// Whether the name is its own spelling already, as nearly every request's is: one pass over the bytes.
    static func isPlain(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= bytesMax else { return false }
        var (length, digits, before) = (0, 0, UInt8(ascii: "."))
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "."):
                guard length > 0, before != UInt8(ascii: "-") else { return false }
                (length, digits) = (0, 0)
            case 0x61...0x7A: length += 1
            case 0x30...0x39: (length, digits) = (length + 1, digits + 1)
            case UInt8(ascii: "-"):
                // Two hyphens may be those of `xn--`: the long way looks.
                guard length > 0, before != UInt8(ascii: "-") else { return false }
                length += 1
            default: return false
            }
            guard length <= HostLabel.bytesMax else { return false }
            before = byte
        }
        return length > digits && before != UInt8(ascii: "-")
    }

    /// Cuts `:port`; a colon without digits is allowed by RFC 3986 §3.2.3.
    private static func withoutPort(_ text: Substring) -> Substring? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return text }
        let port = text[text.utf8.index(after: colon)...]
        guard port.utf8.count <= 5, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            port.isEmpty || UInt16(port) != nil
        else { return nil }
        return text[..<colon]
    }

    /// The full stop and the three that UTS #46 maps to it.
    private static func isDot(_ character: Character) -> Bool {
        character == "." || character == "\u{3002}" || character == "\u{FF0E}" || character == "\u{FF61}"
    }

    private static func isFourth(_ parts: [String]) -> Bool {
        parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && ($0 == "0" || !$0.hasPrefix("0")) }
    }

    private static func sixth(_ text: String) -> HostName? {
        guard let close = text.firstIndex(of: "]"),
            let rest = withoutPort(text[text.index(after: close)...]), rest.isEmpty
        else { return nil }
        let inside = text[text.index(after: text.startIndex)..<close].lowercased()
        var address = in6_addr()
        guard inside.utf8.count <= Int(INET6_ADDRSTRLEN), inet_pton(AF_INET6, inside, &address) == 1 else { return nil }
        return HostName(ascii: "[\(inside)]", isAddress: true)
    }
}
