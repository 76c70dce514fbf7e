import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Telemetry
import Tenancy
import Vocabulary

/// The way of every request: host, tenant, route, version, origin, body, context, handler, answer.
///
/// A plain chain of calls, not a chain of middleware: each stage needs what the one before it
/// found out, and none costs an allocation that it does not need.
package struct Edge: HTTPResponder {
    package typealias Context = EdgeContext

    let parts: EdgeParts
    private let ids: RequestIDs

    package init(_ parts: EdgeParts) {
        self.parts = parts
        ids = RequestIDs(identifiers: parts.identifiers)
    }

    package func respond(to request: Request, context: EdgeContext) async throws -> Response {
        var stage = begin(request, context.peer, context.logger)
        let answer: Answer
        do {
            answer = try await walk(request, &stage)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            answer = await turnedAway(error, request, &stage)
        }
        return Sealing(parts: parts).seal(answer, request.head, stage)
    }

    /// The same way for a request that came inside another one: the answer and its fields as they would be sent.
    func answer(_ request: Request, peer: SocketAddress?, logger: Logger) async -> (answer: Answer, fields: HTTPFields)
    {
        var stage = begin(request, peer, logger)
        let answer: Answer
        do { answer = try await walk(request, &stage) } catch {
            answer = await turnedAway(error, request, &stage)
        }
        return (answer, Sealing(parts: parts).fields(answer, request.head, stage))
    }

    private func turnedAway(_ error: any Error, _ request: Request, _ stage: inout EdgeStage) async -> Answer {
        stage.hasFailed = true
        if !(error is SignInNeeded) { stage.problem = Problem(telling: error) }
        return await ProblemAnswer(parts: parts).answer(to: error, request.head.headerFields, stage)
    }

    private func begin(_ request: Request, _ peer: SocketAddress?, _ logger: Logger) -> EdgeStage {
        let fields = request.head.headerFields
        return EdgeStage(
            requestID: ids.identify(fields[.requestID]), trace: Self.trace(of: fields),
            origin: parts.proxies.origin(of: request.head, peer: peer), logger: logger, started: .now)
    }

    private static func trace(of fields: HTTPFields) -> TraceParent? {
        fields[.traceParent].flatMap { TraceParent($0, state: fields[values: .traceState]) }
    }

    private func walk(_ request: Request, _ stage: inout EdgeStage) async throws -> Answer {
        let target = try RequestTarget(request.head.path ?? "")
        stage.path = target.path
        guard let authority = stage.origin.authority, let host = HostName.normalise(authority) else {
            throw Problem.hostInvalid
        }
        if let match = parts.map.open.exact(request.method, target.path) {
            stage.route = match.route
            return try await serve(request, target, host, match, nil, isBoundBySlug: false, &stage)
        }
        let place = try TenantResolution(tenants: parts.tenants).place(host, request.head.headerFields)
        stage.tenant = place.tenant
        if place.tenant == nil || place.isBoundBySlug { stage.vary.insert(.tenant) }
        let table = place.tenant == nil ? parts.map.platform : parts.map.tenant
        if let origin = request.head.headerFields[.origin], let tenant = place.tenant, CrossOrigin.covers(target.path) {
            await look(at: origin, tenant, &stage)
            if stage.trustedOrigin != nil, CrossOrigin.isPreflight(request.head) {
                return CrossOrigin.preflight(try table.methods(at: target.path))
            }
        }
        let match: RouteTable.Match
        do { match = try table.match(request.method, target.path) } catch {
            if let tenant = place.tenant { try TenantResolution.admit(tenant) }
            if let answer = movedBare(target, request.method, host, place, table, stage.origin) { return answer }
            if let answer = try await localised(target, request.head, place, table) { return answer }
            if let answer = try await withoutSlash(target, request.method, place, table) { return answer }
            throw error
        }
        if let tenant = place.tenant, !(match.route.options.isOpenWhenClosed && tenant.state.keepsItsLooks) {
            try TenantResolution.admit(tenant)
        }
        if match.route.traits.face == .page,
            let answer = match.route.isLocalised
                ? moved(target, request.method, host, place, stage.origin)
                : movedBare(target, request.method, host, place, table, stage.origin)
        {
            return answer
        }
        // `/stay` has the shape of `/{locale}`; it is a page without its language all the same.
        if match.route.isLocalised, let answer = try await localised(target, request.head, place, table) {
            return answer
        }
        stage.route = match.route
        try parts.gate.enter(match.route.options.urgency)
        defer { parts.gate.leave() }
        return try await serve(
            request, target, host, match, place.tenant, isBoundBySlug: place.isBoundBySlug, &stage)
    }

    /// Whether the site trusts the other site whose page sends this.
    private func look(at origin: String, _ tenant: TenantEntry, _ stage: inout EdgeStage) async {
        // A site that cannot be read trusts nobody; whatever is wrong with it is told further on.
        guard let trusted = try? await parts.tenants.profile(tenant).definition.corsOrigins, !trusted.isEmpty else {
            return
        }
        stage.vary.insert(.origin)
        if trusted.contains(where: { $0.description == origin }) { stage.trustedOrigin = origin }
    }

    private func serve(
        _ request: Request, _ target: RequestTarget, _ host: HostName, _ match: RouteTable.Match,
        _ tenant: TenantEntry?, isBoundBySlug: Bool, _ stage: inout EdgeStage
    ) async throws -> Answer {
        let route = match.route
        let fields = request.head.headerFields
        let query = try target.queryMembers()
        var version = APIVersion.one
        if route.traits.face == .api {
            version = try APIVersion.negotiate(fields, query: query, supported: route.options.versions)
            stage.version = version
            try parts.retirements.admit(version, to: route, at: parts.clock.now)
        }
        if route.isWrite, stage.trustedOrigin == nil, !route.traits.isSentFromElsewhere {
            try OriginCheck.pass(
                fields, authority: stage.origin.authority ?? host.ascii, isSecure: stage.origin.isSecure)
        }
        var caller: Caller?
        if let tenant {
            caller = try await parts.credentials.caller(
                fields, tenant, route, address: stage.origin.clientAddress)
        }
        let content = try await RequestContent.read(request, for: route)
        let arrival = Arrival(
            stage, head: request.head, host: host, tenant: tenant, isBoundBySlug: isBoundBySlug, match: match,
            version: version, query: query, content: content, caller: caller, parts: parts)
        defer { stage.rate = arrival.rate }
        return try await TraceParent.following(arrival.trace, as: parts.identifiers.next()) {
            guard let seconds = route.options.secondsMax else { return try await route.respond(arrival) }
            return try await Deadline.run(.seconds(seconds), passed: route.meter.countTimeout) {
                try await route.respond(arrival)
            }
        }
    }

    /// `/de/` leads to `/de`: one page, one address. Only where a page is, so that nothing else is led anywhere.
    private func withoutSlash(
        _ target: RequestTarget, _ method: HTTPRequest.Method, _ place: TenantResolution.Place, _ table: RouteTable
    ) async throws -> Answer? {
        guard let tenant = place.tenant, target.path.count > 1, target.path.last == "/",
            method == .get || method == .head, let match = try? table.match(.get, target.path.dropLast()),
            match.route.isLocalised
        else { return nil }
        let locales = try await parts.tenants.profile(tenant).definition.locales
        guard LocalePath.locale(of: target.path, locales) != nil else { return nil }
        return .redirect(
            to: target.path.dropLast() + (target.query.map { "?\($0)" } ?? ""), status: .permanentRedirect)
    }

    /// A page asked for without a language leads to the one with it; nil where there is none.
    private func localised(
        _ target: RequestTarget, _ head: HTTPRequest, _ place: TenantResolution.Place, _ table: RouteTable
    ) async throws -> Answer? {
        guard let tenant = place.tenant, !place.isBoundBySlug, head.method == .get || head.method == .head else {
            return nil
        }
        let profile = try await parts.tenants.profile(tenant)
        guard LocalePath.locale(of: target.path, profile.definition.locales) == nil else { return nil }
        let locale = LocalePath.preferred(head.headerFields, profile.definition.locales)
        return LocalePath.redirect(target, to: locale, in: table)
    }
}
