// C-ARES includes the headers of addresses, and an optimised build finds them there.
internal import CAres
internal import Glibc

/// Addresses of name servers as the settings write them.
package enum NameServer {
    /// `192.0.2.1`, `192.0.2.1:53`, `::1`, `[::1]:53`; never a name, which would need a server to find.
    package static func isAddress(_ text: String) -> Bool {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return false }
            let rest = text[text.index(after: close)...]
            return isSix(String(text[text.index(after: text.startIndex)..<close]))
                && (rest.isEmpty || (rest.hasPrefix(":") && isPort(rest.dropFirst())))
        }
        if isSix(text) { return true }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count) && isFour(String(parts[0])) && (parts.count == 1 || isPort(parts[1]))
    }

    private static func isFour(_ text: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, text, &address) == 1
    }

    private static func isSix(_ text: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, text, &address) == 1
    }

    private static func isPort(_ text: some StringProtocol) -> Bool { UInt16(text).map { $0 > 0 } ?? false }
}
