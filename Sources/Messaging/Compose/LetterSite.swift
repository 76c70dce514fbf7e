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

    /// What calendars know the partner's entries by. Not a host: those change, and a booking's second file must
    /// find the first one's entries (RFC 7986, 5.3).
    var calendarName: String { profile.entry.id.description }

    func name(_ locale: LocaleTag) -> String { PlainLine.clean(profile.name(in: locale), max: 80) }
}

/// Where a partner's site is, for whoever writes to people without a request of theirs: at the host that the partner
/// put all its pages at, else at the folder's first.
package struct SitePlaces: Sendable {
    private let scheme: String
    private let port: Int?
    private let directory: TenantDirectory

    /// `port`: nil for the scheme's own.
    package init(scheme: String, port: Int?, directory: TenantDirectory) {
        self.scheme = scheme
        self.port = port
        self.directory = directory
    }

    package func base(of profile: TenantProfile) -> String {
        let host = directory.primaryHost(of: profile.entry.id) ?? profile.definition.hosts.first?.ascii
        return "\(scheme)://\(host ?? "localhost")\(port.map { ":\($0)" } ?? "")"
    }
}
