import Vocabulary

/// A cookie of ours: always `__Host-`, so that it is bound to one host, sent on every path, and
/// never set by or for a sibling of that host (RFC 6265bis §4.1.3.2).
///
/// The prefix demands `Secure`. Browsers hold `localhost` and `*.localhost` to be trustworthy and
/// keep such cookies there over plain http; command-line clients do not, so tests dial 127.0.0.1,
/// name the host themselves and carry the cookie by hand.
package struct Cookie: Hashable, Sendable {
    /// What a browser stores of one cookie, attributes left out.
    package static let bytesMax = 4096

    package enum SameSite: String, Sendable {
        case strict = "Strict"
        case lax = "Lax"
    }

    package let name: CookieName
    package let value: String
    package let maxAgeSeconds: Int?
    package let isHiddenFromScripts: Bool
    package let sameSite: SameSite

    /// `value` of letters, digits and `-._~`, anything else is escaped.
    /// Without an age the cookie ends with the browser's session.
    package init(
        _ name: CookieName, _ value: String, maxAgeSeconds: Int? = nil, isHiddenFromScripts: Bool = true,
        sameSite: SameSite = .lax
    ) {
        self.name = name
        self.value = PercentCoding.encode(value)
        self.maxAgeSeconds = maxAgeSeconds
        self.isHiddenFromScripts = isHiddenFromScripts
        self.sameSite = sameSite
    }

    /// Tells the browser to forget it.
    package static func expired(_ name: CookieName) -> Cookie { Cookie(name, "", maxAgeSeconds: 0) }

    package static let prefix = "__Host-"

    var header: String {
        var text = "\(Self.prefix)\(name.rawValue)=\(value); Path=/; Secure; SameSite=\(sameSite.rawValue)"
        if isHiddenFromScripts { text += "; HttpOnly" }
        if let maxAgeSeconds { text += "; Max-Age=\(maxAgeSeconds)" }
        return text
    }

    /// The value of a cookie of ours in a `Cookie` field; nil when it is not there, or there twice,
    /// which no browser of ours does.
    package static func value(of name: CookieName, in field: String?) -> String? {
        guard let field else { return nil }
        let wanted = prefix + name.rawValue
        var found: Substring?
        for pair in field.split(separator: ";") {
            let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == wanted else { continue }
            guard found == nil else { return nil }
            found = parts[1]
        }
        return found.flatMap { PercentCoding.decode($0.utf8) }
    }
}
