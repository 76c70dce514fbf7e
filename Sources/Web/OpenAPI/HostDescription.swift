import Synchronization

/// One host's routes in both forms, each written when it is first asked for and kept: a process serves its first
/// request before anybody wants to read about it.
final class HostDescription: Sendable {
    private struct Written {
        var documents: [APIVersion: [UInt8]] = [:]
        var page: String?
    }

    private let title: String
    private let routes: [Route]
    private let retirements: Retirements
    private let written = Mutex(Written())

    init(title: String, routes: [Route], retirements: Retirements) {
        self.title = title
        self.routes = routes
        self.retirements = retirements
    }

    /// OpenAPI 3.1 of one version.
    func document(_ version: APIVersion) -> [UInt8] {
        if let document = written.withLock({ $0.documents[version] }) { return document }
        let document = OpenAPIDocument(
            title: title, routes: routes, version: version, retirement: retirements.byVersion[version]
        ).bytes
        written.withLock { $0.documents[version] = document }
        return document
    }

    /// The page for people.
    func page(_ drawn: OpenAPIFeature.Page) throws -> String {
        if let page = written.withLock({ $0.page }) { return page }
        let page = try drawn.templates.render(
            OpenAPIFeature.Page.template,
            ReferencePage(title: title, page: drawn, routes: routes, retirements: retirements))
        written.withLock { $0.page = page }
        return page
    }
}

/// What routes that describe all routes stand on: filled when all are known, themselves among them.
final class DescriptionShelf: Sendable {
    private let descriptions: Mutex<(tenant: HostDescription, platform: HostDescription)>

    init() {
        let nothing = HostDescription(title: "", routes: [], retirements: .none)
        descriptions = Mutex((nothing, nothing))
    }

    var tenant: HostDescription { descriptions.withLock { $0.tenant } }
    var platform: HostDescription { descriptions.withLock { $0.platform } }

    func put(tenant: HostDescription, platform: HostDescription) {
        descriptions.withLock { $0 = (tenant, platform) }
    }
}
