import HTTPTypes
import Synchronization

/// `/openapi.json` on every host: on a partner's the partner's routes, on the platform's its own.
package enum OpenAPIFeature {
    private static let summary = "This description, as OpenAPI 3.1"

    /// Adds the two routes and describes them too. `document` is the finished map's, asked for when
    /// the first request comes.
    package static func mapped(_ groups: [RouteGroup], title: String) -> RouteMap {
        let shelf = DocumentShelf()
        let map = RouteMap(groups + [routes(shelf)])
        shelf.put(
            tenant: OpenAPIDocument(title: title, routes: map.tenant.routes).bytes,
            platform: OpenAPIDocument(title: "\(title) platform", routes: map.platform.routes).bytes)
        return map
    }

    private static func routes(_ shelf: DocumentShelf) -> RouteGroup {
        let output = RouteOutput.json(.map(.any), .ok, "OpenAPI 3.1.")
        let options = RouteOptions(secondsMax: nil, tag: "description")
        return RouteGroup(
            "description",
            [
                Route(.get, OpenAPIDocument.path, .anyone, summary, gives: [output], options: options) {
                    (_: NoInput, context: TenantContext) in
                    answer(shelf.tenant, context.arrival)
                },
                Route(.get, OpenAPIDocument.path, .anyone, summary, gives: [output], options: options) {
                    (_: NoInput, context: PlatformContext) in
                    answer(shelf.platform, context.arrival)
                },
            ])
    }

    private static func answer(_ bytes: [UInt8], _ arrival: Arrival) -> Answer {
        Answer.bytes(bytes, type: "application/json", cache: .confirmed)
            .tagged(EntityTag(of: bytes), for: arrival.head.headerFields)
    }
}

/// The documents, written once when all routes are known.
private final class DocumentShelf: Sendable {
    private let documents = Mutex<(tenant: [UInt8], platform: [UInt8])>(([], []))

    var tenant: [UInt8] { documents.withLock { $0.tenant } }
    var platform: [UInt8] { documents.withLock { $0.platform } }

    func put(tenant: [UInt8], platform: [UInt8]) { documents.withLock { $0 = (tenant, platform) } }
}
