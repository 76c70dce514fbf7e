/// Another site whose scripts may ask a partner's API, exactly as a browser names it in `Origin` (RFC 6454 §6.1).
package struct WebOrigin: Hashable, Sendable, Codable, LosslessStringConvertible {
    /// `https://app.example`, `http://localhost:3000`.
    package let description: String

    /// Nil unless it is scheme, host and, if it is not the scheme's own, port, spelled as browsers do. Without TLS
    /// only for the machine itself: anyone on the way could speak for any other.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty, parts[0] == "https:" || parts[0] == "http:" else { return nil }
        let sides = parts[2].split(separator: ":", omittingEmptySubsequences: false)
        guard let first = sides.first, sides.count <= 2, let host = HostName.normalise(String(first)),
            host.ascii == String(first)
        else { return nil }
        let isLocal = host.ascii == "localhost" || host.ascii.hasSuffix(".localhost") || host.ascii == "127.0.0.1"
        guard parts[0] == "https:" || isLocal else { return nil }
        if sides.count == 2 {
            guard let port = Int(sides[1]), (1...65_535).contains(port), String(port) == sides[1],
                port != (parts[0] == "https:" ? 443 : 80)
            else { return nil }
        }
        description = text
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let origin = WebOrigin(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an origin: \(text)"))
        }
        self = origin
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
