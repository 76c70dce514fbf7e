package import NameLookup

/// An address that a stranger wrote down, taken apart strictly: what two parsers could read in two ways is none.
package struct OutboundURL: Hashable, Sendable, CustomStringConvertible {
    /// Where it leads: a name that is looked up, or an address that is judged as it stands.
    package enum Host: Hashable, Sendable {
        case name(DomainName)
        case address(AddressBytes)
    }

    package static let bytesMax = 1_000
    private static let portLengthMax = 5

    package let scheme: OutboundReader.Scheme
    package let host: Host
    package let port: Int
    /// With its query; begins with a slash.
    package let path: String
    /// As it was written.
    package let description: String

    /// Nil for anything but `https://host[:port][/path][?query]` and the same with `http`, in printable ASCII,
    /// without a user, a fragment or a backslash.
    package init?(_ text: String) {
        guard (1...Self.bytesMax).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        let scheme: OutboundReader.Scheme
        if text.hasPrefix("https://") {
            scheme = .https
        } else if text.hasPrefix("http://") {
            scheme = .http
        } else {
            return nil
        }
        let rest = text.dropFirst(scheme.rawValue.utf8.count + 3)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard let (host, port) = Self.authority(rest[..<end]) else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port ?? (scheme == .https ? 443 : 80)
        let tail = rest[end...]
        path = tail.hasPrefix("/") ? String(tail) : "/\(tail)"
        description = text
    }

    /// The name or the address, as a certificate or a `Host` field has it.
    package var hostText: String {
        switch host {
        case .name(let name): name.text
        case .address(let address): address.isSixth ? "[\(address)]" : "\(address)"
        }
    }

    /// On this very machine, by name or by address.
    package var isLoopback: Bool {
        switch host {
        case .name(let name): name.text == "localhost" || name.text.hasSuffix(".localhost")
        case .address(let address): address.isSixth ? address == Self.sixthLoopback : address.bytes[0] == 127
        }
    }

    private static let sixthLoopback = AddressBytes("::1")

    private static func authority(_ text: Substring) -> (Host, Int?)? {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]"),
                let address = AddressBytes(String(text[text.index(after: text.startIndex)..<close])), address.isSixth
            else { return nil }
            let rest = text[text.index(after: close)...]
            if rest.isEmpty { return (.address(address), nil) }
            return rest.hasPrefix(":") ? Self.port(rest.dropFirst()).map { (.address(address), $0) } : nil
        }
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = host(String(halves[0])) else { return nil }
        return halves.count == 1 ? (host, nil) : port(halves[1]).map { (host, $0) }
    }

    /// A name whose last label is a number is an address to some programs, so it is one here or nothing.
    private static func host(_ text: String) -> Host? {
        if let address = AddressBytes(text) { return .address(address) }
        guard let name = DomainName(text), let last = name.text.split(separator: ".").last,
            last.utf8.first.map({ (0x30...0x39).contains($0) }) == false
        else { return nil }
        return .name(name)
    }

    private static func port(_ text: Substring) -> Int? {
        guard (1...portLengthMax).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(text), (1...65_535).contains(port)
        else { return nil }
        return port
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"),
            UInt8(ascii: "}"):
            false
        default: (0x21...0x7E).contains(byte)
        }
    }
}
