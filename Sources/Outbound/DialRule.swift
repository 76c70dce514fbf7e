/// Which addresses a name that a stranger gave us may lead to: those of the public Internet, and no other.
///
/// Judged on the bytes that are dialled, after the name was looked up, so that neither a spelling nor an answer
/// of a hostile DNS leads into our own network.
package struct DialRule: Sendable {
    /// Dialled all the same.
    private let allowed: [AddressBlock]

    package static let publicOnly = DialRule(allowed: [])

    /// For tests, whose servers are on loopback.
    package static func allowing(_ blocks: [AddressBlock]) -> DialRule { DialRule(allowed: blocks) }

    /// Why the address is not dialled: the network that it is in. Nil for one that is.
    package func refusal(of address: AddressBytes) -> String? {
        if allowed.contains(where: { $0.contains(address) }) { return nil }
        return address.isSixth ? Self.refusalOfSixth(address) : Self.fourth.first { $0.block.contains(address) }?.name
    }

    private struct Network: Sendable {
        let block: AddressBlock
        let name: String

        init(_ text: StaticString, _ name: String) {
            guard let block = AddressBlock("\(text)") else { preconditionFailure("\(text) is no block") }
            (self.block, self.name) = (block, name)
        }
    }

    /// IANA's registry of special IPv4 blocks (RFC 6890 and after), as far as nothing public is in them.
    private static let fourth = [
        Network("0.0.0.0/8", "this network"), Network("10.0.0.0/8", "private"),
        Network("100.64.0.0/10", "carrier-grade NAT"), Network("127.0.0.0/8", "loopback"),
        Network("169.254.0.0/16", "link-local"), Network("172.16.0.0/12", "private"),
        Network("192.0.0.0/24", "protocol assignments"), Network("192.0.2.0/24", "documentation"),
        Network("192.31.196.0/24", "AS112"), Network("192.52.193.0/24", "AMT"),
        Network("192.88.99.0/24", "6to4 relay"), Network("192.168.0.0/16", "private"),
        Network("192.175.48.0/24", "AS112"), Network("198.18.0.0/15", "benchmarks"),
        Network("198.51.100.0/24", "documentation"), Network("203.0.113.0/24", "documentation"),
        Network("224.0.0.0/4", "multicast"), Network("240.0.0.0/4", "reserved"),
    ]

    /// Within what is given out as global unicast.
    private static let sixth = [
        Network("2001::/23", "protocol assignments, Teredo"), Network("2001:db8::/32", "documentation"),
        Network("2002::/16", "6to4"), Network("2620:4f:8000::/48", "AS112"), Network("3fff::/20", "documentation"),
    ]
    /// Named for whoever reads why; all else outside 2000::/3 is refused, too.
    private static let outside = [
        Network("::/128", "unspecified"), Network("::1/128", "loopback"), Network("::ffff:0:0/96", "mapped IPv4"),
        Network("64:ff9b::/96", "NAT64"), Network("64:ff9b:1::/48", "NAT64"), Network("fc00::/7", "unique local"),
        Network("fe80::/10", "link-local"), Network("fec0::/10", "site-local"), Network("ff00::/8", "multicast"),
    ]
    private static let globalUnicast = Network("2000::/3", "global unicast")

    private static func refusalOfSixth(_ address: AddressBytes) -> String? {
        guard globalUnicast.block.contains(address) else {
            return outside.first { $0.block.contains(address) }?.name ?? "not global unicast"
        }
        // ISATAP (RFC 5214 §6.1): an IPv4 address behind the interface identifier.
        if address.bytes[9...11] == [0, 0x5E, 0xFE], address.bytes[8] & 0xFC == 0 { return "ISATAP" }
        return sixth.first { $0.block.contains(address) }?.name
    }
}
