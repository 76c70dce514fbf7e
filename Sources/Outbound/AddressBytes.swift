internal import Glibc

/// An address as the bytes that are dialled, so that no spelling of one can hide what it is.
package struct AddressBytes: Hashable, Sendable, CustomStringConvertible {
    /// Four or sixteen, network order.
    package let bytes: [UInt8]

    /// Only the forms that the system itself writes: `127.1`, `0x7f000001` and `2130706433` are no addresses
    /// here, since a dialler that took them would have been asked about something else.
    package init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    package var isSixth: Bool { bytes.count == 16 }

    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = isSixth ? AF_INET6 : AF_INET
        _ = bytes.withUnsafeBytes { inet_ntop(family, $0.baseAddress, &text, socklen_t(text.count)) }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// Addresses that begin with the same bits (RFC 4632, RFC 4291 §2.3).
package struct AddressBlock: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    private let prefix: [UInt8]
    private let bits: Int

    /// `10.0.0.0/8`, `fc00::/7`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = AddressBytes(String(parts[0])), let bits = Int(parts[1]),
            (0...address.bytes.count * 8).contains(bits)
        else { return nil }
        description = text
        prefix = address.bytes
        self.bits = bits
    }

    package func contains(_ address: AddressBytes) -> Bool {
        guard address.bytes.count == prefix.count else { return false }
        return (0..<bits).allSatisfy { bit in
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            return address.bytes[bit / 8] & mask == prefix[bit / 8] & mask
        }
    }
}
