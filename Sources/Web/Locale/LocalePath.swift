import HTTPTypes
import Localization
package import Vocabulary

/// A page's language is the first segment of its path. An address without one leads to the
/// visitor's: what they chose, else what their browser asks for, else the site's default.
package enum LocalePath {
    /// The name of that segment in path templates.
    package static let parameter = "locale"
    /// A year: a choice of language is not tracking, and tiresome to repeat.
    package static let choiceSeconds = 365 * 86_400

    static let cookieName = CookieName.locale

    /// Remembers a choice.
    package static func choice(_ locale: LocaleTag) -> Cookie {
        Cookie(cookieName, locale.description, maxAgeSeconds: choiceSeconds)
    }

    /// The language of the path's first segment, if the site speaks it.
    static func locale(of path: Substring, _ supported: [LocaleTag]) -> LocaleTag? {
        let first = path.dropFirst().prefix { $0 != "/" }
        return supported.first { $0.description == first }
    }

    static func preferred(_ fields: HTTPFields, _ supported: [LocaleTag]) -> LocaleTag {
        if let chosen = Cookie.value(of: cookieName, in: fields[.cookie]),
            let tag = supported.first(where: { $0.description == chosen })
        {
            return tag
        }
        return fields.preferredLocale(of: supported)
    }

    /// Where a bare page address leads, or nil if there is no such page under any language.
    static func redirect(
        _ target: RequestTarget, to locale: LocaleTag, in table: RouteTable
    ) -> Answer? {
        let bare = target.path == "/" ? "" : target.path
        let localised = "/\(locale)\(bare)"
        guard let match = try? table.match(.get, localised[...]), match.route.isLocalised else { return nil }
        let query = target.query.map { "?\($0)" } ?? ""
        return Answer.redirect(to: localised + query, status: .found).varying([.acceptLanguage, .cookie])
    }
}

extension HTTPFields {
    /// What `Accept-Language` asks for among `supported`, whose first is the default.
    func preferredLocale(of supported: [LocaleTag]) -> LocaleTag {
        let fallback = supported.first ?? .english
        guard let wishes = self[.acceptLanguage] else { return fallback }
        return LocaleNegotiation.choose(acceptLanguage: wishes, supported: supported, default: fallback)
    }
}

extension Arrival {
    /// What `Accept-Language` asks for among all that the platform speaks, whichever the site does.
    package var platformLocale: LocaleTag { head.headerFields.preferredLocale(of: parts.words.locales) }
}
