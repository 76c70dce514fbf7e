/// The request's inputs that an answer depended on; each stage adds those it looked at.
package struct Vary: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let host = Vary(rawValue: 1)
    package static let acceptLanguage = Vary(rawValue: 2)
    package static let accept = Vary(rawValue: 4)
    package static let version = Vary(rawValue: 8)
    package static let tenant = Vary(rawValue: 16)
    package static let origin = Vary(rawValue: 32)
    package static let cookie = Vary(rawValue: 64)
    package static let acceptEncoding = Vary(rawValue: 128)

    /// Looked up, not joined: it is sent with every answer.
    package var header: String { Self.headers[Int(rawValue)] }

    private static let names = [
        "Host", "Accept-Language", "Accept", "X-API-Version", "X-Tenant", "Origin", "Cookie", "Accept-Encoding",
    ]

    private static let headers: [String] = (0..<256).map { bits in
        names.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element).joined(separator: ", ")
    }
}
