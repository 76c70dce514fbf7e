import HTTPTypes
import Inventory
import Tenancy
import Vocabulary
import Web

/// What search engines read of a site before its pages.
struct CrawlerRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/robots.txt", .anyone, "What crawlers may read",
                gives: [.other("text/plain; charset=utf-8", "The rules.")], options: .page
            ) { (_: NoInput, context: SiteContext) in robots(context) },
            Route(
                .get, "/sitemap.xml", .anyone, "The pages worth finding",
                gives: [.other("application/xml", "The map.")], refuses: [.init(404, "route.unknown")], options: .page
            ) { (_: NoInput, context: SiteContext) in try await sitemap(context) },
        ]
    }

    /// Pages that are about one search or one visitor are not forbidden here: a crawler has to read
    /// them to learn that they are `noindex`. Only addresses that do something are.
    private func robots(_ context: SiteContext) -> Answer {
        let isOpen = context.profile.isIndexable
        var lines = ["User-agent: *"]
        lines += isOpen ? ["Disallow: /*/choose", "Disallow: /*/checkout", "Disallow: /api/"] : ["Disallow: /"]
        if isOpen, let base = context.arrival.base(of: context.profile.definition) {
            lines.append("Sitemap: \(base)/sitemap.xml")
        }
        return tagged(lines.joined(separator: "\n") + "\n", "text/plain; charset=utf-8", context)
    }

    private func sitemap(_ context: SiteContext) async throws -> Answer {
        guard context.profile.isIndexable, let base = context.arrival.base(of: context.profile.definition) else {
            throw Problem.routeUnknown
        }
        let scope = context.arrival.parts.tenants.database.scope(context.profile.entry)
        let hotels = try await Showcase().hotels(in: scope).map { "/hotels/\($0.uuid.text)" }
        let legal = PageKind.allCases.filter { context.profile.definition.pages[$0] != nil }
            .map { "/legal/\($0.rawValue)" }
        var xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">

            """
        for place in [""] + legal + hotels { xml += entries(place, base, context.profile.definition.locales) }
        return tagged(xml + "</urlset>\n", "application/xml; charset=utf-8", context)
    }

    /// The page in each language, each naming the others.
    private func entries(_ place: String, _ base: String, _ locales: [LocaleTag]) -> String {
        let sisters = locales.map { tag in
            "<xhtml:link rel=\"alternate\" hreflang=\"\(tag)\" href=\"\(base)/\(tag)\(place)\"/>"
        }.joined()
        return locales.map { "<url><loc>\(base)/\($0)\(place)</loc>\(sisters)</url>\n" }.joined()
    }

    private func tagged(_ text: String, _ type: String, _ context: SiteContext) -> Answer {
        let bytes = Array(text.utf8)
        return Answer.bytes(bytes, type: type, cache: .confirmed)
            .tagged(EntityTag(of: bytes), for: context.arrival.head.headerFields)
    }
}
