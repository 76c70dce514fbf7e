import Vocabulary

/// One request within a batch, as it was sent.
struct BatchOperation: Input {
    enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// What an operation is called by those that follow it.
    static let name = CodePattern("A-Za-z0-9_-", 1...64)
    static let headerLengthMax = 1_000

    let id: String
    let method: Method
    let path: BatchText
    let body: InputValue?
    let headers: [String: BatchText]
    let dependsOn: [String]

    static let form = Form(
        "BatchOperation",
        Field("id", .code(name), "What results and references call it"),
        Field("method", Kind<Method>.choice),
        Field("path", .text(max: RequestTarget.bytesMax, []), "Path and query below /api/"),
        Field("body", .json, "The request's body").optional,
        Field("headers", Kind<[String: BatchText]>.batchHeaders, "Fields of this operation alone").optional,
        Field(
            "depends_on", .list(.code(name), 0...BatchFeature.operationsMax), "Operations that must succeed before it"
        ).optional
    ) { id, method, path, body, headers, dependsOn in
        guard path.hasPrefix("/api/") || path.hasPrefix("/api?") else {
            throw InputFaults("/path", "format", ["expected": .text("/api/…")])
        }
        if BatchFeature.isBatch(path[...]) { throw InputFaults("/path", "batch_nested") }
        if body != nil, method == .get || method == .delete { throw InputFaults("/body", "unknown_field") }
        return BatchOperation(
            id: id, method: method, path: BatchText(path), body: body, headers: headers ?? [:],
            dependsOn: dependsOn ?? [])
    }

    /// With the place of each, below the operation.
    var references: [(reference: BatchReference, pointer: String)] {
        path.references.map { ($0, "/path") } + (body?.batchReferences(at: ["body"]) ?? [])
            + headers.sorted { $0.key < $1.key }.flatMap { name, text in
                text.references.map { ($0, JSONPointer.text(["headers", name])) }
            }
    }

    /// Whatever has to be over before this begins.
    var needs: Set<String> { Set(dependsOn).union(references.map(\.reference.operation)) }
}

extension Kind where Value == [String: BatchText] {
    /// Fields that belong to one operation. Who asks, from where and of which site is the batch's to say.
    private static let names: Set<String> = [
        "accept", "accept-language", "idempotency-key", "if-match", "if-none-match", "x-api-version",
        "x-booking-access",
    ]

    fileprivate static var batchHeaders: Kind {
        let text = Kind<String>.text(max: BatchOperation.headerLengthMax)
        return Kind(.map(text.schema)) { value, log in
            guard case .object(let members) = value else {
                log.report("type", ["expected": .text("object")])
                return nil
            }
            var headers: [String: BatchText] = [:]
            let before = log.faults.count
            for member in members {
                let name = member.name.lowercased()
                log.field(member.name, nil, isOurs: names.contains(name)) { log in
                    guard names.contains(name) else { return log.report("choice", ["choices": .list(names.sorted())]) }
                    guard let text = text.read(member.value, &log) else { return }
                    if headers.updateValue(BatchText(text), forKey: name) != nil { log.report("duplicate") }
                }
            }
            return log.faults.count == before ? headers : nil
        }
    }
}
