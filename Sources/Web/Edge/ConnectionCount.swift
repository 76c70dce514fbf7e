import Metrics
import NIOCore
import Synchronization

/// How many connections are open, and by whom: one address cannot take the places of all others.
package final class ConnectionCount: Sendable {
    package static let perAddressDefault = 256
    /// Of one process; below what its file descriptors allow.
    package static let totalMax = 20_000
    package static let counterName = "http_server_refused_connections"

    private struct State {
        var total = 0
        var byAddress: [[UInt8]: Int] = [:]
    }

    private let state = Mutex(State())
    private let perAddressMax: Int
    private let totalMax: Int
    private let exempt: [AddressRange]

    /// This machine, where a proxy or whoever measures it runs.
    package static let loopback = ["127.0.0.0/8", "::1"].compactMap(AddressRange.init)

    /// `exempt`: proxies, who speak for many.
    package init(
        perAddressMax: Int = perAddressDefault, totalMax: Int = ConnectionCount.totalMax,
        exempt: [AddressRange] = ConnectionCount.loopback
    ) {
        self.perAddressMax = perAddressMax
        self.totalMax = totalMax
        self.exempt = exempt
    }

    package var total: Int { state.withLock { $0.total } }

    /// False for one too many, which then is not counted.
    func admit(_ channel: any Channel) -> Bool {
        let address = counted(channel.remoteAddress)
        let refusal = state.withLock { state -> String? in
            guard state.total < totalMax else { return "total" }
            if let address {
                guard state.byAddress[address, default: 0] < perAddressMax else { return "address" }
                state.byAddress[address, default: 0] += 1
            }
            state.total += 1
            return nil
        }
        if let refusal {
            Counter(label: Self.counterName, dimensions: [("limit", refusal)]).increment()
            return false
        }
        channel.closeFuture.whenComplete { [self] _ in leave(address) }
        return true
    }

    private func leave(_ address: [UInt8]?) {
        state.withLock { state in
            state.total -= 1
            guard let address, let count = state.byAddress[address] else { return }
            state.byAddress[address] = count > 1 ? count - 1 : nil
        }
    }

    /// Nil for who is not counted apart. A provider hands out IPv6 by /64, so that is one address.
    private func counted(_ address: SocketAddress?) -> [UInt8]? {
        guard let bytes = address.flatMap(AddressRange.bytes), !exempt.contains(where: { $0.contains(bytes) }) else {
            return nil
        }
        return bytes.count == 16 ? Array(bytes.prefix(8)) : bytes
    }
}
