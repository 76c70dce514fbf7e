import HTTPTypes
import Tenancy
import Vocabulary

/// One route as an OpenAPI operation.
struct OperationWriter {
    let route: Route
    var version = APIVersion.one
    var isRetiring = false

    func write(_ json: inout JSONWriter) {
        json.member("operationId", operationID)
        json.member("summary", route.summary)
        json.member("tags", [route.options.tag ?? heading])
        json.member("x-permission", route.permission.description)
        json.member("x-versions", route.options.versions.sorted().map(\.rawValue))
        if isRetiring || route.options.retirement != nil { json.member("deprecated", true) }
        if route.isLimited { json.member("x-rate-limit", object: writeLimits) }
        json.member("parameters", array: writeParameters)
        if !route.options.byteTypes.isEmpty {
            json.member("requestBody", object: writeBytes)
        } else if let sentBody {
            json.member("requestBody", object: { writeBody(sentBody, &$0) })
        }
        json.member("responses", object: writeResponses)
        json.member(
            "security",
            array: { json in
                if let scheme = route.traits.securityScheme { json.object { $0.member(scheme, [String]()) } }
                guard route.permission == .bookingHolder else { return }
                json.object { $0.member("booking_access", [String]()) }
                // Or by reference and e-mail, which are inputs.
                json.object { _ in }
            })
    }

    /// Of the operations that name none: what the path is about.
    private var heading: String {
        let words = route.path.segments.compactMap { segment -> String? in
            if case .literal(let text) = segment, !["api", "admin", "platform"].contains(text) { text } else { nil }
        }
        return words.first ?? "pages"
    }

    var operationID: String {
        let words = route.path.segments.map { segment in
            switch segment {
            case .literal(let text): text.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
            case .parameter(let name), .rest(let name): "by_\(name)"
            }
        }
        return ([route.method.rawValue.lowercased()] + words).joined(separator: "_")
    }

    private var pathNames: Set<String> { Set(route.path.parameterNames) }

    private var queryFields: [FieldOutline] {
        route.input.filter { !pathNames.contains($0.name) && (route.readsQuery || $0.isInQuery) }
    }

    var bodyFields: [FieldOutline] {
        route.input.filter { !pathNames.contains($0.name) && !route.readsQuery && !$0.isInQuery }
    }

    /// Every field with where it is read from, path first.
    var inputs: [(field: FieldOutline, place: String)] {
        let inPath = route.path.parameterNames.compactMap { name in route.input.first { $0.name == name } }
        return inPath.map { ($0, "path") } + queryFields.map { ($0, "query") } + bodyFields.map { ($0, "body") }
    }

    private func writeParameters(_ json: inout JSONWriter) {
        for name in route.path.parameterNames {
            let field = route.input.first { $0.name == name }
            let schema = field?.schema ?? (name == LocalePath.parameter ? .string(max: 11) : .text)
            write(name, in: "path", schema, field, required: true, &json)
        }
        for field in queryFields {
            write(field.name, in: "query", field.schema, field, required: field.isRequired, &json)
        }
        guard route.traits.face == .api else { return }
        if route.traits.needsIdempotencyKey {
            let schema = Schema.string(min: 1, max: IdempotencyKey.lengthMax)
            write("Idempotency-Key", in: "header", schema, nil, required: true, &json)
        }
        if route.traits.host != .any {
            // Without it an answer is version 1's.
            write("X-API-Version", in: "header", .choice([version.text]), nil, required: version != .one, &json)
        }
    }

    private func write(
        _ name: String, in place: String, _ schema: Schema, _ field: FieldOutline?, required: Bool,
        _ json: inout JSONWriter
    ) {
        json.object { json in
            json.member("name", name)
            json.member("in", place)
            json.member("required", required)
            if let meaning = field?.meaning, !meaning.isEmpty { json.member("description", meaning) }
            json.member("schema", schema.annotated("", example: field?.example, fallback: field?.fallback))
            if case .array = schema {
                json.member("style", "form")
                json.member("explode", true)
            }
        }
    }

    /// What a request takes, and what it meets beside its caller's own limits.
    private func writeLimits(_ json: inout JSONWriter) {
        json.member("cost", route.options.cost)
        if let limit = route.options.limit { json.member("limit", object: { Self.write(limit, &$0) }) }
        let plans = route.options.limitsByPlan
        if plans.isEmpty { return }
        json.member(
            "by_plan",
            object: { json in
                for (plan, limit) in plans.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    if let limit {
                        json.member(plan.rawValue, object: { Self.write(limit, &$0) })
                    } else {
                        json.member(plan.rawValue, InputValue.null)
                    }
                }
            })
    }

    private static func write(_ limit: RouteLimit, _ json: inout JSONWriter) {
        json.member("name", limit.limit.name)
        json.member("quota", limit.limit.quota)
        json.member("window_seconds", limit.limit.windowSeconds)
        json.member("per", "\(limit.sharers)")
    }

    private func writeBytes(_ json: inout JSONWriter) {
        json.member("required", true)
        json.member(
            "content",
            object: { json in
                for type in route.options.byteTypes { json.member(type, object: { $0.member("schema", Schema.any) }) }
            })
    }

    /// What the route reads; nil where it reads nothing.
    var body: Schema? { bodyFields.isEmpty ? nil : object(bodyProperties) }

    func object(_ properties: [Schema.Property]) -> Schema {
        Schema.object(nil, properties, closed: !route.traits.isSentFromElsewhere)
    }

    var bodyProperties: [Schema.Property] {
        bodyFields.map { field in
            Schema.Property(
                field.name,
                // A form knows no null.
                route.traits.face == .api
                    ? field.bodySchema
                    : field.schema.annotated(field.meaning, example: field.example, fallback: field.fallback),
                required: field.isRequired)
        }
    }

    private func writeBody(_ body: Schema, _ json: inout JSONWriter) {
        json.member("required", !formProperties.isEmpty || bodyFields.contains(where: \.isRequired))
        json.member(
            "content",
            object: { json in
                json.member(
                    route.options.takesFiles ? "multipart/form-data" : route.bodyType,
                    object: { json in
                        json.member("schema", body)
                        json.member("example", body.example(whole: false))
                    })
            })
    }

    /// By status, in the order of the route: one that comes as a page or as a file is one response.
    private var successes: [[RouteOutput]] {
        var found: [[RouteOutput]] = []
        for output in route.outputs + signInPage where output.versions.contains(version) {
            if let index = found.firstIndex(where: { $0[0].status == output.status }) {
                found[index].append(output)
            } else {
                found.append([output])
            }
        }
        return found
    }

    private func writeResponses(_ json: inout JSONWriter) {
        for outputs in successes {
            json.member(
                String(outputs[0].status.code),
                object: { json in
                    let descriptions = outputs.map(\.description).filter { !$0.isEmpty }
                    json.member("description", descriptions.joined(separator: " "))
                    json.member("headers", object: writeHeaders)
                    guard !outputs[0].mediaType.isEmpty else { return }
                    json.member(
                        "content",
                        object: { json in
                            for output in outputs {
                                json.member(
                                    output.mediaType,
                                    object: { json in
                                        guard let schema = output.schema else { return }
                                        json.member("schema", schema)
                                        json.member("example", schema.example(whole: true))
                                    })
                            }
                        })
                })
        }
        for (status, codes) in refusals {
            json.member(
                String(status),
                object: { json in
                    json.member("description", codes.map { "`\($0)`" }.joined(separator: ", "))
                    json.member(
                        "content",
                        object: { json in
                            json.member(
                                ProblemDocument.mediaType,
                                object: { json in
                                    json.member("schema", ProblemDocument.schema)
                                    json.member("examples", object: { writeExamples(codes, &$0) })
                                })
                            if route.traits.face == .page { json.member("text/html", object: { _ in }) }
                        })
                })
        }
    }

    /// Fields that every answer has.
    private func writeHeaders(_ json: inout JSONWriter) {
        json.member(
            "X-Request-Id",
            object: { json in
                json.member("description", "Names the request; quote it when asking for help.")
                json.member("schema", Schema.text)
            })
        guard route.traits.face == .api, route.traits.host != .any else { return }
        json.member("X-API-Version", object: { $0.member("schema", Schema.choice([version.text])) })
    }

    /// Each is written once for all operations.
    private func writeExamples(_ codes: [String], _ json: inout JSONWriter) {
        for code in codes {
            json.member(code, object: { $0.member("$ref", "#/components/examples/\(code)") })
        }
    }

    /// The problems that the route can answer, by status; a status that is a success, too, tells of that alone.
    var refusals: [(status: Int, codes: [String])] {
        let taken = Set(route.outputs.map(\.status.code))
        return Dictionary(grouping: route.everyRefusal, by: \.status).filter { !taken.contains($0.key) }
            .map { ($0.key, $0.value.map(\.code).sorted()) }.sorted { $0.0 < $1.0 }
    }
}
