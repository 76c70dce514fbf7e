import HTTPTypes
import Localization
package import Tenancy
import Vocabulary
import Web

/// The sites that the platform's own front page lists.
package struct PlatformSites: Sendable {
    package let list: @Sendable () async throws -> [TenantProfile]

    package init(list: @escaping @Sendable () async throws -> [TenantProfile]) { self.list = list }
}

/// The platform's front page while developing: which sites this installation serves, and where.
struct PlatformRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] { [files] + (parts.sites.map { [front($0)] } ?? []) }

    private var files: Route {
        Route(
            .get, "/assets/{file*}", .anyone, "A file of the platform's pages",
            gives: RouteOutput.file("The file, for good."), refuses: [.init(404, "route.unknown")],
            options: .page
        ) { (entry: BrandRoutes.Entry, context: PlatformFileContext) in
            guard let asset = parts.shelf.asset(fileName: entry.file) else { throw Problem.routeUnknown }
            return asset.answer(for: context.arrival.head.headerFields)
        }
    }

    private func front(_ sites: PlatformSites) -> Route {
        Route(.get, "/", .anyone, "The sites of this installation", gives: [.html()], options: .page) {
            (_: NoInput, context: PlatformFileContext) in
            try page(try await sites.list(), context)
        }
    }

    private func page(_ sites: [TenantProfile], _ context: PlatformFileContext) throws -> Answer {
        let words = parts.catalogues.translator(.english)
        let rows = sites.map { profile in
            PlatformPage.Row(
                brand: profile.name(in: profile.defaultLocale), mode: profile.entry.isolation.text,
                locales: profile.definition.locales.map(\.description).joined(separator: ", "),
                currency: profile.defaultCurrency.code, url: (context.arrival.base(of: profile.definition) ?? "") + "/")
        }
        let page = PlatformPage(
            language: words.locale.description, stylesheets: [parts.shelf.path("platform.css")].compactMap(\.self),
            favicon: parts.shelf.path("icons.svg") ?? "", rows: rows, text: TranslatedText(words: words))
        return .html(try parts.templates.render(StorefrontTemplate.platform.rawValue, page), cache: .confirmed)
    }
}
