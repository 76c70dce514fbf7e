import Glibc

/// Who did something, for whom, and from where: what every entry of an audit trail begins with.
package struct AuditActor: Hashable, Sendable, ExpressibleByStringLiteral {
    /// `account:<id>`, `key:<id>`, `operator:<name>`, `guest`, `system`.
    package let name: String
    /// For whom the actor acts; nil where everybody acts for themselves.
    package let onBehalf: String?
    /// Of the other end, as an address in text; personal data.
    package let address: String?
    /// What the other end called itself; personal data.
    package let userAgent: String?
    package let requestID: String?

    /// As much of a browser's name as is kept.
    static let userAgentCharactersMax = 256

    /// `address` is dropped where it is none: a local socket has a name instead.
    package init(
        _ name: String, onBehalf: String? = nil, address: String? = nil, userAgent: String? = nil,
        requestID: String? = nil
    ) {
        self.name = name
        self.onBehalf = onBehalf
        self.address = address.flatMap { Self.isAddress($0) ? $0 : nil }
        self.userAgent = userAgent.map { String($0.prefix(Self.userAgentCharactersMax)) }
        self.requestID = requestID
    }

    /// For a thing that says who made it: `operator:ada for account:…` where one acts for another.
    package var signature: String { onBehalf.map { "\(name) for \($0)" } ?? name }

    package init(stringLiteral name: String) { self.init(name) }

    /// The database refuses anything else, and with it the change that the entry is about.
    private static func isAddress(_ text: String) -> Bool {
        var bytes = (UInt64(0), UInt64(0))
        return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1
    }
}
