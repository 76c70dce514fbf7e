package import HTTPTypes
package import NIOCore

/// Whose `X-Forwarded-…` fields count. From anyone else they are a stranger's claim and ignored.
package struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    package init(_ ranges: [AddressRange]) { self.ranges = ranges }

    package static let none = TrustedProxies([])

    /// What a request says of its origin once the claims of strangers are dropped.
    package struct Origin: Sendable {
        /// As in the Host field, port included; nil if it is unfit.
        package let authority: String?
        package let isSecure: Bool
        let peer: SocketAddress?
        let forwardedFor: String?
        let proxies: TrustedProxies

        /// The traveller's address: the last one on the way that is not a proxy of ours.
        package var clientAddress: String {
            guard let forwardedFor else { return peer?.ipAddress ?? "local" }
            let hops = forwardedFor.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
            for hop in hops.reversed() {
                guard let bytes = AddressRange.bytes(ofAddress: hop) else { break }
                if !proxies.ranges.contains(where: { $0.contains(bytes) }) { return hop }
            }
            return peer?.ipAddress ?? "local"
        }
    }

    package func origin(of head: HTTPRequest, peer: SocketAddress?) -> Origin {
        guard !ranges.isEmpty, let peer, trusts(peer) else {
            return Origin(authority: head.authority, isSecure: false, peer: peer, forwardedFor: nil, proxies: self)
        }
        let fields = head.headerFields
        let hosts = fields[values: .forwardedHost]
        let authority: String? =
            switch hosts.count {
            case 0: head.authority
            case 1 where !hosts[0].contains(","): head.authority == nil ? nil : hosts[0]
            default: nil
            }
        return Origin(
            authority: authority, isSecure: fields[.forwardedProto]?.lowercased() == "https", peer: peer,
            forwardedFor: fields[.forwardedFor], proxies: self)
    }

    func trusts(_ peer: SocketAddress) -> Bool {
        guard let bytes = AddressRange.bytes(of: peer) else { return false }
        return ranges.contains { $0.contains(bytes) }
    }
}
