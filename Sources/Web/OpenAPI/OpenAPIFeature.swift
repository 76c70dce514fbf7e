import HTTPTypes
import Synchronization

/// `/openapi.json` and the same for people at `/docs`, on every host: on a partner's the partner's
/// routes, on the platform's its own. One document for each version, by `?version=`.
package enum OpenAPIFeature {
    private static let summary = "This description, as OpenAPI 3.1"

    /// Adds the two routes and describes them too. `document` is the finished map's, asked for when
    /// the first request comes.
    ///
    /// Throws `PageTemplateError` when the page's template is missing.
    package static func mapped(
        _ groups: [RouteGroup], title: String, page: Page? = nil, retirements: Retirements = .none
    ) throws -> RouteMap {
        let shelf = DocumentShelf()
        let map = RouteMap(groups + [routes(shelf)] + (page == nil ? [] : [pageRoutes(shelf)]))
        shelf.put(
            tenant: try Description(title: title, routes: map.tenant.routes, page: page, retirements: retirements),
            platform: try Description(
                title: "\(title) platform", routes: map.platform.routes, page: page, retirements: retirements))
        return map
    }

    /// How `/docs` is drawn.
    package struct Page: Sendable {
        /// A viewer that can call the API, from files of the same host.
        package struct Viewer: Sendable {
            let stylesheet: String
            /// In order: the viewer, then what starts it.
            let scripts: [String]

            package init(stylesheet: String, scripts: [String]) {
                self.stylesheet = stylesheet
                self.scripts = scripts
            }
        }

        let templates: PageTemplates
        let stylesheet: String
        /// Nil where it was not fetched; the page then lists the operations and says how to get it.
        let viewer: Viewer?

        /// `stylesheet` is its address on every host.
        package init(templates: PageTemplates, stylesheet: String, viewer: Viewer? = nil) {
            self.templates = templates
            self.stylesheet = stylesheet
            self.viewer = viewer
        }

        static let template = "pages/docs"
    }

    private static func pageRoutes(_ shelf: DocumentShelf) -> RouteGroup {
        let options = RouteOptions(secondsMax: nil, tag: "description")
        let summary = "The same description for people"
        return RouteGroup(
            "docs",
            [
                Route(.get, "/docs", .anyone, summary, gives: [.html()], options: options) {
                    (_: NoInput, context: FileContext) in page(shelf.tenant, context.arrival)
                },
                Route(.get, "/docs", .anyone, summary, gives: [.html()], options: options) {
                    (_: NoInput, context: PlatformFileContext) in page(shelf.platform, context.arrival)
                },
            ])
    }

    private static func page(_ description: Description, _ arrival: Arrival) -> Answer {
        var answer = Answer.html(description.page, cache: .confirmed)
        answer.headers[.contentLanguage] = "en"
        return answer.tagged(EntityTag(of: Array(description.page.utf8)), for: arrival.head.headerFields)
    }

    private static func routes(_ shelf: DocumentShelf) -> RouteGroup {
        let output = RouteOutput.json(.map(.any), .ok, "OpenAPI 3.1.")
        let options = RouteOptions(secondsMax: nil, tag: "description")
        return RouteGroup(
            "description",
            [
                Route(.get, OpenAPIDocument.path, .anyone, summary, gives: [output], options: options) {
                    (_: NoInput, context: TenantContext) in
                    answer(shelf.tenant.document(context.version), context.arrival)
                },
                Route(.get, OpenAPIDocument.path, .anyone, summary, gives: [output], options: options) {
                    (_: NoInput, context: PlatformContext) in
                    answer(shelf.platform.document(context.arrival.version), context.arrival)
                },
            ])
    }

    private static func answer(_ bytes: [UInt8], _ arrival: Arrival) -> Answer {
        Answer.bytes(bytes, type: "application/json", cache: .confirmed)
            .tagged(EntityTag(of: bytes), for: arrival.head.headerFields)
    }
}

/// One host's routes in both forms.
private struct Description: Sendable {
    private var documents: [APIVersion: [UInt8]] = [:]
    var page = ""

    init() {}

    init(title: String, routes: [Route], page: OpenAPIFeature.Page?, retirements: Retirements) throws {
        for version in APIVersion.allCases {
            documents[version] =
                OpenAPIDocument(
                    title: title, routes: routes, version: version, retirement: retirements.byVersion[version]
                ).bytes
        }
        guard let page else { return }
        self.page = try page.templates.render(
            OpenAPIFeature.Page.template,
            ReferencePage(title: title, page: page, routes: routes, retirements: retirements))
    }

    func document(_ version: APIVersion) -> [UInt8] { documents[version] ?? [] }
}

/// Written once when all routes are known.
private final class DocumentShelf: Sendable {
    private let descriptions = Mutex((tenant: Description(), platform: Description()))

    var tenant: Description { descriptions.withLock { $0.tenant } }
    var platform: Description { descriptions.withLock { $0.platform } }

    func put(tenant: Description, platform: Description) { descriptions.withLock { $0 = (tenant, platform) } }
}
