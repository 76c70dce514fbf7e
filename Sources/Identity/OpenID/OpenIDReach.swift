package import Breakers
package import Outbound
import Vocabulary

/// The way to providers' servers; the roof fills it in once.
package struct OpenIDReach: Sendable {
    let caller: OutboundCaller
    /// Providers on this very machine, without TLS: only for development and tests.
    let allowsLoopback: Bool
    let breaker: @Sendable (_ name: String) -> Breaker

    /// Documents and sets of keys have a few kilobytes; some providers publish many keys.
    package static let bodyBytesMax = 128 * 1_024
    package static let connectSeconds: Int64 = 3
    package static let exchangeSeconds: Int64 = 6

    package init(
        caller: OutboundCaller, allowsLoopback: Bool, breaker: @escaping @Sendable (_ name: String) -> Breaker
    ) {
        self.caller = caller
        self.allowsLoopback = allowsLoopback
        self.breaker = breaker
    }

    /// What a provider's server may take of us.
    package static var limits: OutboundLimits {
        var limits = OutboundLimits()
        limits.connectSeconds = connectSeconds
        limits.exchangeSeconds = exchangeSeconds
        limits.bodyBytesMax = bodyBytesMax
        return limits
    }

    /// Secrets and keys go over TLS.
    func allows(_ url: OutboundURL) -> Bool { url.scheme == .https || (allowsLoopback && url.isLoopback) }
}
