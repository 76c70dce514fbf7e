package import NameLookup

/// Why nothing came back from a stranger's host.
package enum OutboundFault: Error, Hashable, Sendable {
    /// The name does not exist, or has no address: the DNS says so.
    case noAddress
    /// The DNS does not say anything.
    case lookup(NameLookupError)
    /// The name leads to an address that is nobody's business from here.
    case refused(address: String, network: String)
    case unreachable
    case timedOut
    case certificate
    case malformed
}

/// What a stranger's server said.
package struct OutboundAnswer: Sendable {
    package let status: Int
    /// At most `OutboundLimits.bodyBytesMax`.
    package let body: [UInt8]
    /// That was dialled.
    package let address: String

    package init(status: Int, body: [UInt8], address: String) {
        self.status = status
        self.body = body
        self.address = address
    }
}
