package import HTTPTypes
package import Telemetry
package import Tenancy

/// One route: what it answers to, who may call it, what it takes and gives, and what it does.
/// Requests are routed and decoded from it, and `/openapi.json` is written from it.
package struct Route: Sendable {
    package let method: HTTPRequest.Method
    package let path: PathTemplate
    package let permission: PermissionRule
    package let traits: ContextTraits
    package let summary: String
    package let input: [FieldOutline]
    package let inputName: String?
    package let outputs: [RouteOutput]
    /// Codes of the problems that the route itself can answer, with their statuses.
    package let refusals: [Refusal]
    package internal(set) var options: RouteOptions
    /// Counted by the template, never by address, so that there are as many as routes.
    package let tally: EndpointTally
    let meter: RouteMeter
    let respond: @Sendable (Arrival) async throws -> Answer
    /// Reads the input and does nothing with it: whether an example is one. Throws `InputFaults`.
    let reads: @Sendable (borrowing InputSources) throws -> Void

    package struct Refusal: Hashable, Sendable {
        package let status: Int
        package let code: String

        package init(_ status: Int, _ code: String) {
            self.status = status
            self.code = code
        }
    }

    /// `handle` gets the input after it was checked, and the context after it has admitted the
    /// request; what it throws becomes a problem.
    package init<Taken: RouteInput, Context: RouteContext>(
        _ method: HTTPRequest.Method, _ path: PathTemplate, _ permission: Permission<Context>, _ summary: String,
        gives outputs: [RouteOutput], refuses refusals: [Refusal] = [], options: RouteOptions = RouteOptions(),
        handle: @escaping @Sendable (Taken, Context) async throws -> Answer
    ) {
        self.method = method
        self.path = path
        self.permission = permission.rule
        self.traits = Context.traits
        self.summary = summary
        self.input = Taken.fields
        self.inputName = Taken.schemaName
        self.outputs = outputs
        self.refusals = refusals
        self.options = options
        self.meter = RouteMeter(method: method.rawValue, path: path.description)
        self.tally = EndpointTally(method: method.rawValue, route: path.description)
        let names = Set(path.parameterNames).subtracting([LocalePath.parameter])
        if let context = Context.self as? any AsksSomebody.Type {
            precondition(context.serves(permission.rule), "\(method) \(path) asks for nobody in particular")
        }
        precondition(
            names.subtracting(Taken.fields.map(\.name)).isEmpty, "\(method) \(path) does not read all of its path")
        self.reads = { sources in _ = try Taken.read(sources) }
        self.respond = { arrival in
            if arrival.isCounted { try await arrival.count() }
            let context = try await Context(admitting: arrival)
            let input = try Taken.read(arrival.sources)
            var answer = try await handle(input, context)
            if !answer.isPrepared { answer.vary.formUnion(context.vary) }
            context.complete(&answer)
            return answer
        }
    }

    /// Fields are read from the query unless there is a body to read them from.
    package var readsQuery: Bool { method == .get || method == .delete || method == .head }

    /// The media type of the body, where there is one.
    package var bodyType: String { traits.face == .api ? "application/json" : "application/x-www-form-urlencoded" }

    /// A page whose path begins with its language.
    var isLocalised: Bool { traits.face == .page && path.segments.first == .parameter(LocalePath.parameter) }

    /// Where a caller can meet a limit: a site's API, and wherever the route brings one.
    var isLimited: Bool { options.isLimited || (traits.face == .api && traits.host == .tenant) }

    package var isWrite: Bool { !(method == .get || method == .head || method == .options) }
}

/// One success that a route can answer.
package struct RouteOutput: Sendable {
    package let status: HTTPResponse.Status
    package let mediaType: String
    package let schema: Schema?
    package let description: String
    /// Versions of the contract that answer so.
    package private(set) var versions = APIVersion.all

    package static func json(
        _ schema: Schema, _ status: HTTPResponse.Status = .ok, _ description: String = "Done."
    ) -> RouteOutput {
        RouteOutput(status: status, mediaType: "application/json", schema: schema, description: description)
    }

    /// One success whose shape differs between the versions: one output for each.
    package static func json(
        by schema: (APIVersion) -> Schema, _ status: HTTPResponse.Status = .ok, _ description: String = "Done."
    ) -> [RouteOutput] {
        APIVersion.allCases.map { version in
            var output = json(schema(version), status, description)
            output.versions = [version]
            return output
        }
    }

    package static func html(_ status: HTTPResponse.Status = .ok, _ description: String = "A page.") -> RouteOutput {
        RouteOutput(status: status, mediaType: "text/html", schema: nil, description: description)
    }

    package static func other(
        _ mediaType: String, _ description: String, _ status: HTTPResponse.Status = .ok
    ) -> RouteOutput {
        RouteOutput(status: status, mediaType: mediaType, schema: nil, description: description)
    }

    package static func redirect(
        _ status: HTTPResponse.Status = .seeOther, _ description: String = "The page that follows."
    ) -> RouteOutput {
        RouteOutput(status: status, mediaType: "", schema: nil, description: description)
    }

    package static let noContent = RouteOutput(status: .noContent, mediaType: "", schema: nil, description: "Done.")
}

/// What a route may change about how it is served.
package struct RouteOptions: Sendable {
    /// Body size unless a route says otherwise: a booking of nine travellers is a tenth of it.
    package static let bodyBytesDefault = 64 * 1024
    /// Longer than any statement may take.
    package static let secondsDefault = 30

    package let versions: Set<APIVersion>
    package let bodyBytesMax: Int
    /// Nil for routes that only read memory, which a deadline would slow down.
    package let secondsMax: Int?
    /// Group of operations in the documentation.
    package let tag: String?
    /// Answers on a suspended site, too: what the page that says so is made of.
    package let isOpenWhenClosed: Bool
    /// When too much is asked at once, who goes last is refused first.
    package let urgency: Urgency
    /// Media types of a body that the handler reads itself, as bytes, in place of fields.
    package let byteTypes: [String]
    /// A form may bring files.
    package let takesFiles: Bool
    /// The route is to go.
    package let retirement: Retirement?
    /// Whatever the body is, nobody reads it: machines post forms of their own there.
    package let ignoresBody: Bool
    /// Beside the limits of whoever calls; an operator may have decided otherwise, see `EndpointLimits`.
    package internal(set) var limit: RouteLimit?
    /// In its place, on the sites of a plan; nil there: none.
    package internal(set) var limitsByPlan: [BillingPlan: RouteLimit?] = [:]
    /// Nil: a write is refused and a read served; see `ImpersonationRule`.
    var impersonation: ImpersonationRule?
    /// Nil: what the route serves as a page it serves as a file, too.
    var impersonatedFile: ImpersonationRule?
    /// Units that a request takes from each of its limits: more where it makes us work more.
    package let cost: Int

    package init(
        versions: Set<APIVersion> = APIVersion.all, bodyBytesMax: Int = bodyBytesDefault,
        secondsMax: Int? = secondsDefault, tag: String? = nil, isOpenWhenClosed: Bool = false,
        ignoresBody: Bool = false, limit: RouteLimit? = nil, cost: Int = 1, urgency: Urgency? = nil,
        byteTypes: [String] = [], takesFiles: Bool = false, retirement: Retirement? = nil
    ) {
        self.urgency = urgency ?? (secondsMax == nil ? .first : .usual)
        self.byteTypes = byteTypes
        self.takesFiles = takesFiles
        self.retirement = retirement
        self.versions = versions
        self.bodyBytesMax = bodyBytesMax
        self.secondsMax = secondsMax
        self.tag = tag
        self.isOpenWhenClosed = isOpenWhenClosed
        self.limit = limit
        self.cost = cost
        self.ignoresBody = ignoresBody
    }

    /// A table of everything that fits, built anew for whoever asks.
    package static func export(tag: String? = nil) -> RouteOptions {
        RouteOptions(tag: tag, limit: .exports, cost: RouteLimit.exportCost)
    }

    var isLimited: Bool { limit != nil || !limitsByPlan.isEmpty }

    /// On a site of the plan; nil plan: on the platform's host.
    func limit(on plan: BillingPlan?) -> RouteLimit? {
        guard let plan, let own = limitsByPlan[plan] else { return limit }
        return own
    }
}
