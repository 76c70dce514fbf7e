import HTTPTypes

/// `/openapi.json` and the same for people at `/docs`, on every host: on a partner's the partner's
/// routes, on the platform's its own. One document for each version, by `?version=`.
package enum OpenAPIFeature {
    private static let summary = "This description, as OpenAPI 3.1"

    /// Adds the two routes and describes them too.
    ///
    /// Throws `PageTemplateError` when the page's template is missing.
    package static func mapped(
        _ groups: [RouteGroup], title: String, page: Page? = nil, retirements: Retirements = .none
    ) throws -> RouteMap {
        try page?.templates.demand(Page.template)
        let shelf = DescriptionShelf()
        let map = RouteMap(groups + [routes(shelf)] + (page.map { [pageRoutes(shelf, $0)] } ?? []))
        shelf.put(
            tenant: HostDescription(title: title, routes: map.tenant.routes, retirements: retirements),
            platform: HostDescription(
                title: "\(title) platform", routes: map.platform.routes, retirements: retirements))
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

    private static func pageRoutes(_ shelf: DescriptionShelf, _ drawn: Page) -> RouteGroup {
        let options = RouteOptions(secondsMax: nil, tag: "description")
        let summary = "The same description for people"
        return RouteGroup(
            "docs",
            [
                Route(.get, "/docs", .anyone, summary, gives: [.html()], options: options) {
                    (_: NoInput, context: FileContext) in try page(shelf.tenant, drawn, context.arrival)
                },
                Route(.get, "/docs", .anyone, summary, gives: [.html()], options: options) {
                    (_: NoInput, context: PlatformFileContext) in try page(shelf.platform, drawn, context.arrival)
                },
            ])
    }

    private static func page(_ description: HostDescription, _ drawn: Page, _ arrival: Arrival) throws -> Answer {
        let page = try description.page(drawn)
        var answer = Answer.html(page, cache: .confirmed)
        answer.headers[.contentLanguage] = "en"
        return answer.tagged(EntityTag(of: Array(page.utf8)), for: arrival.head.headerFields)
    }

    private static func routes(_ shelf: DescriptionShelf) -> RouteGroup {
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
