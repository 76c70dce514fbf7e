package import Foundation
import HTTPTypes
import Vocabulary

/// Tells callers of something that it will go: since when nothing new should be built upon it (RFC 9745),
/// when it ends (RFC 8594), and where it is written what to use instead.
package struct Retirement: Hashable, Sendable {
    /// On every host; it shows what the versions differ in.
    package static let guide = "/docs#versions"

    package let deprecatedAt: Date
    /// Nil while no end is decided.
    package let sunsetAt: Date?
    let fields: [HTTPField]

    package init(deprecatedAt: Date, sunsetAt: Date?) {
        self.deprecatedAt = deprecatedAt
        self.sunsetAt = sunsetAt
        var fields = [
            HTTPField(name: .deprecation, value: "@\(Int(deprecatedAt.timeIntervalSince1970))"),
            HTTPField(name: .link, value: "<\(Self.guide)>; rel=\"deprecation\"; type=\"text/html\""),
        ]
        if let sunsetAt { fields.append(HTTPField(name: .sunset, value: Self.httpDate(sunsetAt))) }
        self.fields = fields
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
    private static func httpDate(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: date)
    }
}

/// The versions of the contract that are to go, declared once for a process.
package struct Retirements: Hashable, Sendable {
    package static let none = Retirements([:])

    package let byVersion: [APIVersion: Retirement]
    /// By the version's number, so that an answer's costs no look-up.
    private let fields: [[HTTPField]]

    package init(_ byVersion: [APIVersion: Retirement]) {
        self.byVersion = byVersion
        fields = (0...APIVersion.allCases.count).map { number in
            APIVersion(rawValue: number).flatMap { byVersion[$0]?.fields } ?? []
        }
    }

    /// `1=2027-01-31/2027-12-31,2=2028-01-31`: days of deprecation and, once decided, of the end, in UTC.
    package init?(_ text: String) {
        var byVersion: [APIVersion: Retirement] = [:]
        for part in text.split(separator: ",") {
            let sides = part.filter { $0 != " " }.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, let version = Int(sides[0]).flatMap(APIVersion.init), byVersion[version] == nil
            else { return nil }
            let days = sides[1].split(separator: "/", omittingEmptySubsequences: false).map { CalendarDate(String($0)) }
            guard (1...2).contains(days.count), !days.contains(nil) else { return nil }
            let instants = days.compactMap { $0 }.map {
                Date(timeIntervalSince1970: Double($0.daysSinceEpoch) * 86_400)
            }
            // RFC 9745 §4: the end is never before the deprecation.
            guard instants.count == 1 || instants[0] <= instants[1] else { return nil }
            byVersion[version] = Retirement(
                deprecatedAt: instants[0], sunsetAt: instants.count == 2 ? instants[1] : nil)
        }
        self.init(byVersion)
    }

    func fields(of version: APIVersion) -> [HTTPField] { fields[version.rawValue] }

    /// Whether a version's end is the route's, too: pages, probes, and what machines ask by themselves have no
    /// version to leave, and the descriptions stay to be read by whoever moves on.
    static func end(_ route: Route) -> Bool {
        route.traits.face == .api && route.path.description.hasPrefix("/api/")
    }

    /// The end of a version is its `Sunset`: from then on it is told that it is gone, and which are not.
    ///
    /// Throws `version.retired`.
    func admit(_ version: APIVersion, to route: Route, at now: () -> Date) throws(Problem) {
        // Nearly always nothing goes, and the clock is not asked.
        guard let end = byVersion[version]?.sunsetAt, Self.end(route), end <= now() else { return }
        let instant = now()
        let known = route.options.versions.filter { byVersion[$0]?.sunsetAt.map { $0 > instant } ?? true }.sorted()
            .map(\.text)
        throw Problem(
            410, "version.retired", ["version": .text(version.text), "known": .list(known)],
            members: ["known": .list(known)])
    }
}
