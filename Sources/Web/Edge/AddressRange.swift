import Glibc
import NIOCore

/// A network in CIDR notation (RFC 4632, RFC 4291), for the proxies that we believe.
package struct AddressRange: Hashable, Sendable, LosslessStringConvertible {
    package let description: String
    private let prefix: [UInt8]
    private let bits: Int

    /// `10.0.0.0/8`, `::1`, `fd00::/8`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, let bytes = Self.bytes(ofAddress: String(first)) else {
            return nil
        }
        guard let bits = parts.count == 2 ? Int(parts[1]) : bytes.count * 8, (0...bytes.count * 8).contains(bits) else {
            return nil
        }
        self.description = text
        self.prefix = bytes
        self.bits = bits
    }

    package func contains(_ address: [UInt8]) -> Bool {
        guard address.count == prefix.count else { return false }
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
        guard address.prefix(whole) == prefix.prefix(whole) else { return false }
        if rest == 0 { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
        return address[whole] & mask == prefix[whole] & mask
    }

    /// False for what is no address.
    package func contains(address text: String) -> Bool { Self.bytes(ofAddress: text).map(contains) ?? false }

    /// Network order; an IPv4 address mapped into IPv6 counts as IPv4.
    static func bytes(ofAddress text: String) -> [UInt8]? {
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &four) == 1 { return four }
        var six = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        let isMapped = six.prefix(10).allSatisfy { $0 == 0 } && six[10] == 0xFF && six[11] == 0xFF
        return isMapped ? Array(six.suffix(4)) : six
    }

    static func bytes(of address: SocketAddress) -> [UInt8]? { address.ipAddress.flatMap(bytes(ofAddress:)) }
}
