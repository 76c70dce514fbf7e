import Foundation

/// Where somebody may be led back to: an http address, of this machine or of an origin that the account allows.
enum ReturnAddress {
    static let textMax = 2_048

    static func isWritten(_ text: String) -> Bool { parts(text) != nil }

    /// `localhost`, names below it, and loopback addresses.
    static func isLocal(_ text: String) -> Bool { parts(text)?.host.map(isLocalHost) ?? false }

    static func isLocalHost(_ host: String) -> Bool {
        let name = host.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        if name == "localhost" || name.hasSuffix(".localhost") || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    static func isAllowed(_ text: String, origins: [String]) -> Bool {
        guard let parts = parts(text), let host = parts.host else { return false }
        return isLocalHost(host) || origins.contains(origin(parts, host))
    }

    /// Adds to the address's own query.
    static func adding(_ pairs: [(String, String)], to text: String) -> String {
        guard var parts = parts(text) else { return text }
        // What is there already stays as it was written.
        parts.percentEncodedQuery = ([parts.percentEncodedQuery].compactMap(\.self) + [query(pairs)])
            .filter { !$0.isEmpty }.joined(separator: "&")
        return parts.string ?? text
    }

    /// An address of our own.
    static func path(_ path: String, _ pairs: [(String, String)]) -> String {
        pairs.isEmpty ? path : "\(path)?\(query(pairs))"
    }

    private static func query(_ pairs: [(String, String)]) -> String {
        func encoded(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
        }
        return pairs.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    /// RFC 3986 §2.3.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    static func origin(of text: String) -> String? {
        parts(text).flatMap { parts in parts.host.map { origin(parts, $0) } }
    }

    private static func origin(_ parts: URLComponents, _ host: String) -> String {
        "\(parts.scheme?.lowercased() ?? "http")://\(host.lowercased())\(parts.port.map { ":\($0)" } ?? "")"
    }

    private static func parts(_ text: String) -> URLComponents? {
        guard text.utf8.count <= textMax, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty, parts.user == nil
        else { return nil }
        return parts
    }
}
