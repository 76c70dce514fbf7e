package import Tenancy
import Vocabulary

/// The partner as its mails show it: name, colours, where its site is.
package struct LetterSite: Sendable {
    package let profile: TenantProfile
    /// `https://host[:port]` of the site.
    package let base: String

    package init(profile: TenantProfile, base: String) {
        self.profile = profile
        self.base = base
    }

    /// An address on the site. A path that could lead off it leads to its front page.
    func url(_ path: String) -> String {
        let isOwn =
            path.hasPrefix("/") && !path.hasPrefix("//")
            && path.utf8.allSatisfy {
                $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
                    && $0 != UInt8(ascii: "\"")
            }
        return base + (isOwn ? path : "/")
    }

    /// The name without its hash leads to the present logo.
    var logoURL: String { url("/brand/logo.0000000000.\(profile.branding.logo.format.rawValue)") }

    var host: String { profile.definition.hosts.first?.ascii ?? "localhost" }

    func name(_ locale: LocaleTag) -> String { PlainLine.clean(profile.name(in: locale), max: 80) }
}

/// Where a partner's site is, for whoever writes to people without a request of theirs.
package struct SitePlaces: Sendable {
    private let scheme: String
    private let port: Int?

    /// `port`: nil for the scheme's own.
    package init(scheme: String, port: Int?) {
        self.scheme = scheme
        self.port = port
    }

    package func base(of definition: TenantDefinition) -> String {
        "\(scheme)://\(definition.hosts.first?.ascii ?? "localhost")\(port.map { ":\($0)" } ?? "")"
    }
}
