import Foundation

/// Where mail is handed over and as whom: `smtps://user:password@host:465`, `smtp://host:587` (STARTTLS is
/// demanded), `smtp+plain://127.0.0.1:25` (no TLS: to this machine only).
package struct SMTPPlace: Sendable, Hashable {
    package let url: String
    package let user: String?
    package let password: String?
    package let demandsTLS: Bool
    /// A file of certificates to trust in place of the system's.
    package var authorities: String?

    /// Nil for what names no server, or would send passwords and mail in the clear over a network.
    package init?(_ text: String) {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty, parts.query == nil,
            parts.fragment == nil, parts.path.isEmpty || parts.path == "/",
            host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let (scheme, port): (String, Int)
        switch parts.scheme {
        case "smtps": (scheme, port, demandsTLS) = ("smtps", parts.port ?? 465, true)
        case "smtp": (scheme, port, demandsTLS) = ("smtp", parts.port ?? 587, true)
        case "smtp+plain":
            guard ["127.0.0.1", "[::1]", "localhost"].contains(host) else { return nil }
            (scheme, port, demandsTLS) = ("smtp", parts.port ?? 25, false)
        default: return nil
        }
        url = "\(scheme)://\(host):\(port)"
        user = parts.user
        password = parts.password
    }
}
