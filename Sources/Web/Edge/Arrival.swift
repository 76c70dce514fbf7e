package import HTTPTypes
package import Logging
import Synchronization
package import Telemetry
package import Tenancy

/// A request that has found its host and its route, before any context has admitted it.
package final class Arrival: Sendable {
    package let head: HTTPRequest
    package let requestID: String
    package let trace: TraceParent?
    package let origin: TrustedProxies.Origin
    package let host: HostName
    /// Nil on the platform's own host.
    package let tenant: TenantEntry?
    /// The tenant was named by `X-Tenant` on the platform's host, not by its own.
    package let isBoundBySlug: Bool
    package let route: Route
    package let version: APIVersion
    package let content: RequestContent
    /// Who showed a credential of this tenant and was believed.
    package let caller: Caller?
    package let parts: EdgeParts
    private let parameters: [InputValue.Member]
    private let query: [InputValue.Member]
    private let baseLogger: Logger
    private let noted = Mutex<RateVerdict?>(nil)

    init(
        _ stage: EdgeStage, head: HTTPRequest, host: HostName, tenant: TenantEntry?, isBoundBySlug: Bool,
        match: RouteTable.Match, version: APIVersion, query: [InputValue.Member], content: RequestContent,
        caller: Caller?, parts: EdgeParts
    ) {
        self.head = head
        self.requestID = stage.requestID
        self.trace = stage.trace
        self.origin = stage.origin
        self.host = host
        self.tenant = tenant
        self.isBoundBySlug = isBoundBySlug
        self.route = match.route
        self.parameters = match.parameters
        self.version = version
        self.query = query
        self.content = content
        self.caller = caller
        self.parts = parts
        self.baseLogger = stage.logger
    }

    package func parameter(_ name: String) -> String? {
        guard case .texts(let texts)? = parameters.first(where: { $0.name == name })?.value else { return nil }
        return texts.first
    }

    package func cookie(_ name: CookieName) -> String? { Cookie.value(of: name, in: head.headerFields[.cookie]) }

    /// How the caller stands with its limits, once it was counted.
    var rate: RateVerdict? { noted.withLock { $0 } }

    func note(_ verdict: RateVerdict) { noted.withLock { $0 = verdict } }

    /// Where the request comes from, for credentials and the audit trail.
    package var place: CredentialCheck.Place { CredentialCheck.place(head.headerFields, origin.clientAddress) }

    /// Lines written with it can be found by request and tenant.
    package var logger: Logger {
        var logger = baseLogger
        logger[metadataKey: "request_id"] = "\(requestID)"
        if let tenant { logger[metadataKey: "tenant"] = "\(tenant.id)" }
        if let trace { logger[metadataKey: "trace_id"] = "\(trace.traceID)" }
        return logger
    }

    /// Where the fields of the route's input are read from.
    var sources: InputSources {
        var sources = InputSources(
            path: parameters,
            query: route.traits.face == .api ? query.filter { $0.name != APIVersion.parameter } : query,
            body: content.members, readsQuery: route.readsQuery, allowsStrangeQuery: route.traits.face == .page,
            allowsStrangeBody: route.traits.isSentFromElsewhere)
        sources.files = content.files
        sources.arrival = self
        return sources
    }
}
