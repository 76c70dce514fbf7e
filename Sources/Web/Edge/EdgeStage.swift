import HTTPTypes
import Logging
import Telemetry
import Tenancy
import Vocabulary

/// How far a request has come, so that a problem can be told with all that is known by then.
struct EdgeStage: Sendable {
    let requestID: String
    let trace: TraceParent?
    let origin: TrustedProxies.Origin
    let logger: Logger
    let started: ContinuousClock.Instant
    var path: Substring = "/"
    var tenant: TenantEntry?
    var route: Route?
    var version: APIVersion?
    var vary: Vary = .host
    var rate: RateVerdict?
    /// The request's `Origin`, if the site trusts that other site.
    var trustedOrigin: String?
    /// What the request was turned away with.
    var problem: Problem?
    /// Its way ended with an error, be it one that leads to a page.
    var hasFailed = false

    /// Pages and, where there is no route, whatever a browser asks for outside the API.
    func wantsPage(_ fields: HTTPFields) -> Bool {
        if let route { return route.traits.face == .page }
        return !path.hasPrefix("/api/") && fields[.accept]?.contains("text/html") == true
    }
}
