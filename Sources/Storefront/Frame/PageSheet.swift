import Localization
import Tenancy
import Vocabulary
import Web

/// What a page says of itself in its head.
struct PageSheet: Sendable {
    let title: String
    var description: String?
    /// The page's address after its language, with its query: `/hotels/…`; empty for the front page.
    let here: String
    /// For pages that are about one visitor, or one search.
    var isHidden = false
    var structured: [StructuredData.JSONValue] = []

    init(
        _ title: String, description: String? = nil, here: String, isHidden: Bool = false,
        structured: [StructuredData.JSONValue] = []
    ) {
        self.title = title
        self.description = description
        self.here = here
        self.isHidden = isHidden
        self.structured = structured
    }
}

extension SiteFrame {
    /// A hidden page has no address of record and no sisters in other languages.
    func head(_ sheet: PageSheet) -> Head {
        let isHidden = sheet.isHidden || !profile.isIndexable || profile.entry.state != .active
        let place = isHidden ? nil : base
        let image = look.socialImage ?? look.logo
        return Head(
            title: words("layout.title", ["page": .text(sheet.title), "brand": .text(profile.name(in: locale))]),
            description: sheet.description, canonical: place.map { $0 + paths.home + sheet.here },
            alternates: place.map { alternates($0, sheet.here) } ?? [],
            image: base.map { $0 + look.path(image) },
            themeLight: profile.branding.light[.background].description,
            themeDark: profile.branding.dark[.background].description, noindex: isHidden,
            structured: StructuredData(isHidden ? [] : [organization] + sheet.structured))
    }

    private func alternates(_ base: String, _ here: String) -> [Head.Alternate] {
        let tags = profile.definition.locales.map { tag in
            Head.Alternate(language: tag.description, url: "\(base)/\(tag)\(here)")
        }
        // Without a language in it an address leads to the visitor's own.
        return tags + [Head.Alternate(language: "x-default", url: base + (here.isEmpty ? "/" : here))]
    }

    private var organization: StructuredData.JSONValue {
        [
            "@context": "https://schema.org", "@type": "Organization",
            "name": .text(profile.name(in: locale)), "url": .text((base ?? "") + paths.home),
            "logo": .text((base ?? "") + look.path(look.logo)), "email": .text(profile.definition.support.mail),
            "telephone": .text(profile.definition.support.phone),
        ]
    }
}
