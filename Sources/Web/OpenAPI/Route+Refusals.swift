/// Every problem that a route can answer: its own, and what the edge and its contexts may say before it is reached.
/// The description is written from it and answers are held to it, so that neither knows more than the other.
extension Route {
    var everyRefusal: Set<Refusal> {
        Set(refusals + placed + admitted + understood)
    }

    /// What the way to the route may end with.
    private var placed: [Refusal] {
        var all: [Refusal] = [
            .init(400, "host.invalid"), .init(400, "query.malformed"), .init(400, "request.unreadable"),
            .init(414, "path.too_long"), .init(503, "server.timed_out"),
        ]
        if traits.host != .any {
            all += [.init(400, "path.malformed"), .init(503, "overload"), .init(503, "database.unavailable")]
        }
        if traits.face == .api { all.append(.init(400, "version.unsupported")) }
        if Retirements.end(self) { all.append(.init(410, "version.retired")) }
        // On the platform's host a partner is named by the path.
        if traits.host == .platform, path.parameterNames.contains("slug") { all.append(.init(404, "tenant.unknown")) }
        guard traits.host == .tenant else { return all }
        all += [.init(404, "tenant.unknown"), .init(503, "tenant.provisioning"), .init(503, "tenant.archived")]
        if !options.isOpenWhenClosed { all += [.init(503, "tenant.maintenance"), .init(503, "tenant.suspended")] }
        return all
    }

    /// What whoever calls may be told.
    private var admitted: [Refusal] {
        var all: [Refusal] = []
        // A browser's page elsewhere sends no writes here, and a form of a page comes with the token that it was given.
        if isWrite, !traits.isSentFromElsewhere { all.append(.init(403, "csrf.invalid")) }
        // Whoever shows a credential that is none is told so, also where none is asked for.
        if traits.host == .tenant || (traits.face == .api && traits.securityScheme != nil) {
            all.append(.init(401, "auth.required"))
        }
        if traits.securityScheme == "bearer" || (traits.face == .page && permission != .anyone) {
            all.append(.init(403, "permission.denied"))
        }
        // Somebody else than the proxy, a language that the site does not speak, a page on the platform's host.
        if permission == .proxy || (traits.host == .tenant && traits.face == .page) {
            all.append(.init(404, "route.unknown"))
        }
        if refusesImpersonation || refusesImpersonatedFile { all.append(.init(403, "auth.impersonating")) }
        if isLimited { all.append(.init(429, "rate_limit.exceeded")) }
        if traits.needsIdempotencyKey {
            all += [
                .init(400, "idempotency.missing"), .init(400, "idempotency.too_long"),
                .init(409, "idempotency.in_flight"), .init(422, "idempotency.mismatch"),
            ]
        }
        if traits.isDampened { all.append(.init(409, "request.repeated")) }
        return all
    }

    /// What may be wrong with what was sent. A route that takes nothing refuses whatever is sent along.
    private var understood: [Refusal] {
        var all: [Refusal] = []
        if traits.face == .api || !input.isEmpty || readsBody { all.append(.init(422, "input.invalid")) }
        guard readsBody else { return all }
        all.append(.init(413, "body.too_large"))
        if options.ignoresBody { return all }
        all += [.init(400, "body.malformed"), .init(415, "media.unsupported")]
        if traits.face == .api { all += JSONFault.codes.map { Refusal(400, $0) } }
        return all
    }

    private var readsBody: Bool { isWrite && !readsQuery }
}
