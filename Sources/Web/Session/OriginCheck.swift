import HTTPTypes
import Vocabulary

/// Refuses writes that another site's page sent: sibling subdomains are same-site to a browser, so
/// SameSite cookies alone do not keep one partner's page from posting to another's.
enum OriginCheck {
    /// Throws `csrf.invalid`. Without either header the sender is no browser of these ten years,
    /// and what a form needs besides, its token, is checked on its own.
    static func pass(_ fields: HTTPFields, authority: String, isSecure: Bool) throws(Problem) {
        if let origin = fields[.origin] {
            guard isOwn(origin, authority: authority, isSecure: isSecure) else { throw .csrfInvalid }
        } else if let site = fields[.fetchSite], site != "same-origin", site != "none" {
            throw .csrfInvalid
        }
    }

    /// The scheme counts only where a trusted proxy vouched for TLS; before that we can not know it.
    private static func isOwn(_ origin: String, authority: String, isSecure: Bool) -> Bool {
        let parts = origin.lowercased().split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty, parts[0] == "https:" || (parts[0] == "http:" && !isSecure) else {
            return false
        }
        let defaultPort = parts[0] == "https:" ? ":443" : ":80"
        return bare(parts[2], defaultPort) == bare(authority.lowercased()[...], defaultPort)
    }

    private static func bare(_ authority: Substring, _ defaultPort: String) -> Substring {
        authority.hasSuffix(defaultPort) ? authority.dropLast(defaultPort.count) : authority
    }
}
