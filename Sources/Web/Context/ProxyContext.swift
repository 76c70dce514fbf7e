import HTTPTypes
import NIOCore
import Vocabulary

/// A question of the proxy before us, in its own name: from this machine or from one of the trusted proxies, and not
/// passed on for anybody, since what it answers tells which hosts there are.
package struct ProxyContext: AsksProxy {
    package static let traits = ContextTraits(host: .platform, face: .api)

    package let arrival: Arrival

    /// Throws `route.unknown` for anybody else.
    package init(admitting arrival: Arrival) async throws {
        let fields = arrival.head.headerFields
        let isPassedOn = [.forwardedFor, .forwardedHost, .forwardedProto, .forwarded].contains { fields.contains($0) }
        guard !isPassedOn, arrival.tenant == nil, let peer = arrival.origin.peer,
            arrival.origin.proxies.trusts(peer) || Self.isLoopback(peer)
        else { throw Problem.routeUnknown }
        self.arrival = arrival
    }

    package var vary: Vary { [] }

    private static func isLoopback(_ peer: SocketAddress) -> Bool {
        guard let bytes = AddressRange.bytes(of: peer) else { return false }
        return bytes.count == 4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
    }
}
